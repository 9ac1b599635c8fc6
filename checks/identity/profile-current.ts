import {
  clockTime,
  defineCheck,
  holdsAsItIs,
  type Instance,
  type InstanceProfile,
  type Problem,
} from '../../src/core/index.ts'
import { declaredProfile, gainOf } from './declared-profile.ts'
import { PROFILE_NAME, replaceProfile } from './associate-profile.ts'

export default defineCheck({
  id: 'identity/profile-current',
  title: 'the instance holds the instance profile that now bears its name',
  why: 'An instance profile that was deleted and made anew has another id. The instance keeps the old one, whose credentials run out within hours and are never renewed.',
  docs: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/troubleshoot-iam.html',
  severity: 'high',
  fix: 'review',
  asks: ['hold-profile'],
  each: 'judgedNodes',
  needs: ['instanceProfiles', 'roles', 'declared'],
  run(node, records, scope) {
    const { instance, graceUntil, managed, roleSource } = node
    if (instance?.state !== 'running' || instance.profileArn === undefined) return undefined
    const profile = records.instanceProfiles[instance.profileArn]
    if (profile && holdsAsItIs(instance, profile)) return undefined
    const hosted = managed !== undefined && roleSource === 'Default Host Management'
    const until = graceUntil === undefined ? '' : `; it has just started, wait until ${clockTime(graceUntil)}`
    const instead = hosted ? '; Default Host Management serves it instead' : ''
    return {
      message: `${whatIsHeld(instance.profileArn, profile)}${instead}${until}`,
      about: 'IamInstanceProfile',
      ...(hosted && { severity: 'low' as const }),
      ...(graceUntil !== undefined && { verdict: 'unknown' as const }),
      evidence: [
        {
          label: 'instance holds',
          value: instance.profileId ?? instance.profileArn,
          source: `ec2:DescribeInstances ${instance.id}`,
        },
        {
          label: 'there is',
          value: profile?.id ?? 'no such profile',
          source: `iam:GetInstanceProfile ${nameOf(instance.profileArn)}`,
        },
      ],
      ...repairOf(
        instance,
        profile,
        graceUntil === undefined ? declaredProfile(records, node, scope) : undefined,
        scope.region,
      ),
    }
  },
})

/** A profile that was made anew is meant by its name; one that is gone may be followed by the one that the config names. */
const repairOf = (
  { id }: Instance,
  profile: InstanceProfile | undefined,
  declared: Required<InstanceProfile> | undefined,
  region: string,
): Pick<Problem, 'remedy' | 'fix'> => {
  const wanted = profile === undefined || profile.name === declared?.name ? declared : undefined
  const commands = [replaceProfile(id, wanted?.name ?? profile?.name ?? PROFILE_NAME, region)]
  if (!wanted) {
    const which = profile ? 'the profile anew' : `a profile that exists (${PROFILE_NAME} stands for its name)`
    const text = `associate ${which}: all software on the host gets the credentials of its role then`
    return { remedy: { text, commands } }
  }
  const which = profile ? 'anew, as the config names it' : 'which the config names'
  return {
    remedy: { text: `associate instance profile ${wanted.name}, ${which}: ${gainOf(wanted)}`, commands },
    fix: [{ type: 'hold-profile', instanceId: id, profile: wanted.name }],
  }
}

const nameOf = (profileArn: string): string => profileArn.slice(profileArn.lastIndexOf('/') + 1)

const whatIsHeld = (profileArn: string, profile: InstanceProfile | undefined): string => {
  const held = `the instance holds instance profile ${nameOf(profileArn)}`
  return profile
    ? `${held} as it was before it was deleted and made anew: its credentials are not renewed`
    : `${held}, which does not exist any more: its credentials are not renewed`
}
