import type { AddRoleToProfile, HeldProfile, HoldProfile } from '../changes/change.ts'
import { profileName } from '../changes/profile-associations.ts'
import type { Instance, InstanceProfile } from '../records.ts'
import { recordsOf, type World } from '../snapshot.ts'
import { asLowered, together, type Drafted, type Lowered } from './lowered.ts'
import { unread } from './unread.ts'

const lowerEach = <T extends AddRoleToProfile | HoldProfile>(
  fixes: readonly T[],
  draft: (fix: T) => Drafted,
): Lowered => together(fixes.map(fix => asLowered([fix], draft(fix))))

const profileNamed = (world: World, name: string): InstanceProfile | undefined =>
  Object.values(recordsOf(world, 'instanceProfiles')).find(profile => profile.name === name)

/** Puts roles into empty profiles. */
export const lowerProfileRoles = (world: World, fixes: readonly AddRoleToProfile[]): Lowered =>
  lowerEach(fixes, fix => {
    const profile = profileNamed(world, fix.profile)
    if (!profile) return `instance profile ${fix.profile} was not read`
    return profile.roleName === undefined ? [fix] : `instance profile ${fix.profile} holds a role already`
  })

/** Turns which profile instances must hold into changes: a new association, or another profile in an association's place. */
export const lowerAssociations = (world: World, fixes: readonly HoldProfile[]): Lowered =>
  lowerEach(fixes, fix => draftFor(world, fix))

const draftFor = (world: World, { instanceId, profile: name }: HoldProfile): Drafted => {
  const instance = recordsOf(world, 'instances')[instanceId]
  if (!instance)
    return unread(world, 'instances', instanceId, `instance ${instanceId}`) ?? `${instanceId} was not read`
  const profile = profileNamed(world, name)
  if (!profile) return `instance profile ${name} was not read`
  if (profile.roleName === undefined) return `instance profile ${name} holds no role`
  const place = { region: world.scope.region, instanceId }
  const from = heldBy(world, instance)
  if (!from) return [{ type: 'associate-profile', ...place, profileArn: profile.arn, profileId: profile.id }]
  if (from.arn === profile.arn && from.id === profile.id) return []
  return [{ type: 'replace-profile', ...place, from, to: { arn: profile.arn, id: profile.id } }]
}

/** The profile that an instance holds. */
const heldBy = (world: World, { profileArn: arn, profileId: id }: Instance): HeldProfile | undefined => {
  if (arn === undefined) return undefined
  const held = { arn, ...(id !== undefined && { id }) }
  return isUsable(world, held) ? held : { ...held, unusable: true }
}

/** EC2 associates a profile that exists and holds a role; the one that was deleted is none that exists. */
const isUsable = (world: World, { arn, id }: HeldProfile): boolean => {
  const now = recordsOf(world, 'instanceProfiles')[arn] ?? profileNamed(world, profileName(arn))
  return now?.roleName !== undefined && now.arn === arn && (id === undefined || now.id === id)
}
