import type {
  AddRoleToProfile,
  AssociateProfile,
  CreateAssociation,
  PutTrustPolicy,
  ReplaceProfile,
  SetMetadataOptions,
} from '../changes/change.ts'
import { profileName } from '../changes/profile-associations.ts'
import { statementsOf } from '../iam/statements.ts'
import type { AgentUpdate, Instance } from '../records.ts'
import { recordsOf, type World } from '../snapshot.ts'
import { nodesUnder, roleWithNodes, usersOfRole } from './policy-users.ts'
import type { Course } from './users.ts'

const SHOWN = 10

const shortened = (ids: readonly string[]): string => {
  const more = ids.length - SHOWN
  return more > 0 ? `${ids.slice(0, SHOWN).join(', ')} and ${more} more` : ids.join(', ')
}

/** The nodes of a role whose trust policy is written, and who else may assume it: that stays as it is. */
export const usersOfTrust = ({ role, from }: PutTrustPolicy, course: Course): readonly string[] => [
  ...usersOfRole(role, course),
  ...otherHolders(role, course),
  ...trusted(from).map(principal => `${principal}, which the policy lets in too`),
]

/** Instances that hold a profile with the role though their agents do not run under it. */
const otherHolders = (role: string, { before, after }: Course): readonly string[] => {
  const told = new Set([...nodesUnder(before, role), ...nodesUnder(after, role)])
  const arns = before.flatMap(world =>
    Object.values(recordsOf(world, 'instanceProfiles')).flatMap(({ arn, roleName }) =>
      roleName === role ? [arn] : [],
    ),
  )
  const ids = holdersOf(before, new Set(arns)).filter(id => !told.has(id))
  if (ids.length === 0) return []
  return [`${shortened(ids)}, by ${ids.length === 1 ? 'its instance profile' : 'their instance profiles'}`]
}

const holdersOf = (worlds: readonly World[], arns: ReadonlySet<string>): readonly string[] =>
  worlds.flatMap(world =>
    Object.values(recordsOf(world, 'instances'))
      .filter(
        ({ profileArn, state }) => profileArn !== undefined && arns.has(profileArn) && state !== 'terminated',
      )
      .map(({ id }) => id)
      .toSorted(),
  )

/** Whom the Allow statements of a trust policy name. */
const trusted = (text: string): readonly string[] => {
  const allows = statementsOf(text).statements.filter(({ effect }) => effect === 'Allow')
  return [
    ...new Set(allows.flatMap(({ principals = [] }) => principals.map(({ value }) => value))),
  ].toSorted()
}

/** All that runs on these hosts may use the role. */
const gain = (
  worlds: readonly World[],
  ids: readonly string[],
  role: string | undefined,
): readonly string[] => {
  const what = role === undefined ? 'can ask for its metadata' : `gets the credentials of role ${role}`
  const notes = worlds.flatMap(world => ids.flatMap(id => autoScaling(recordsOf(world, 'instances')[id])))
  return [`all software on ${shortened(ids)} ${what}`, ...new Set(notes)]
}

/** aws: https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-tagging.html */
const autoScaling = (instance: Instance | undefined): readonly string[] => {
  const group = instance?.tags['aws:autoscaling:groupName']
  return group === undefined
    ? []
    : [`Auto Scaling group ${group}, whose next instances follow its launch template: change that too`]
}

/** The instances that hold the profile get what they had not. */
export const usersOfProfile = (
  { profile, role }: AddRoleToProfile,
  { before }: Course,
): readonly string[] => {
  const arns = before.flatMap(world =>
    Object.values(recordsOf(world, 'instanceProfiles')).flatMap(({ arn, name }) =>
      name === profile ? [arn] : [],
    ),
  )
  const ids = holdersOf(before, new Set(arns))
  const regions = before.map(({ scope }) => scope.region).join(', ')
  return [
    ...gain(before, ids, role),
    roleWithNodes(before, role),
    `instances outside of ${regions} that hold the profile are not seen`,
  ]
}

const roleIn = (worlds: readonly World[], profileArn: string): string | undefined =>
  worlds
    .map(world => recordsOf(world, 'instanceProfiles')[profileArn]?.roleName)
    .find(name => name !== undefined)

/** The host that gets a profile, and who has its role already. */
export const usersOfAssociation = (
  change: AssociateProfile | ReplaceProfile,
  { before }: Course,
): readonly string[] => {
  const role = roleIn(before, 'profileArn' in change ? change.profileArn : change.to.arn)
  const users = role === undefined ? [] : [roleWithNodes(before, role)]
  return [...gain(before, [change.instanceId], role), ...users, ...noWayBack(change)]
}

/** What an instance holds that gives no credentials cannot be given to it again. */
const noWayBack = (change: AssociateProfile | ReplaceProfile): readonly string[] =>
  'from' in change && change.from.unusable
    ? [
        `a rollback leaves ${change.instanceId} without a profile: EC2 does not take back ${profileName(change.from.arn)}, which gives it no credentials`,
      ]
    : []

/** The host whose metadata can be asked again. */
export const usersOfMetadata = (
  { instanceId, to }: SetMetadataOptions,
  { before }: Course,
): readonly string[] => {
  if (to.endpoint !== 'enabled') return []
  const held = before.map(world => recordsOf(world, 'instances')[instanceId]?.profileArn)
  const arn = held.find(one => one !== undefined)
  return gain(before, [instanceId], arn === undefined ? undefined : roleIn(before, arn))
}

/** The nodes whose agents are updated, whether they were asked for or not. */
export const usersOfAgentUpdate = (
  { region, targets }: CreateAssociation,
  { before }: Course,
): readonly string[] => {
  const world = before.find(({ scope }) => scope.region === region)
  const ids = world ? reachedBy(world, targets) : []
  return [
    `the agents of ${ids.length === 1 ? '1 node' : `${ids.length} nodes`}${ids.length === 0 ? '' : ` (${shortened(ids)})`}: an update restarts the agent and may end the sessions of that moment`,
    'nodes whose roles carry only what sessions need do not run it: AmazonSSMManagedInstanceCore carries the rest',
    ...(targets.some(({ values }) => values.includes('*')) ? ['all nodes that are registered later'] : []),
    ...(targets.some(({ key }) => key.startsWith('tag:')) ? ['all nodes that get the tags later'] : []),
  ]
}

const reachedBy = (world: World, targets: AgentUpdate['targets']): readonly string[] =>
  Object.keys(recordsOf(world, 'managedNodes'))
    .filter(id => {
      const tags = recordsOf(world, 'instances')[id]?.tags ?? {}
      return targets.every(({ key, values }) =>
        key === 'InstanceIds'
          ? values.includes('*') || values.includes(id)
          : values.includes(tags[key.replace(/^tag:/, '')] ?? ''),
      )
    })
    .toSorted()
