import {
  clockTime,
  defineCheck,
  hybridTwin,
  ifReadable,
  olderThan,
  type Cause,
  type Instance,
  type JudgedNode,
  type InstanceProfile,
  type ManagedNode,
  type Problem,
  type Role,
  type Scope,
  trustAnswer,
} from '../../src/core/index.ts'
import { declaredProfile, flawOf, gainOf } from './declared-profile.ts'
import { associateProfile, PROFILE_NAME, replaceProfile } from './associate-profile.ts'
import { HOST_MANAGEMENT, hostManagementRole } from './host-management.ts'

/** aws: https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-default-host-management-configuration.html */
const HOST_MANAGEMENT_AGENT = '3.2.582.0'

/** The repair of a profile that gives nothing is the one that the config names. */
const PROFILE_FAULTS = ['identity/profile-current', 'identity/profile-has-role']

export default defineCheck({
  id: 'identity/instance-profile-attached',
  title: 'the instance gets credentials by its profile or by Default Host Management',
  why: 'Without credentials the agent cannot register, and Session Manager does not know the instance.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-instance-permissions.html',
  severity: 'high',
  fix: 'review',
  asks: ['hold-profile'],
  each: 'judgedNodes',
  needs: ['serviceSettings', 'roles', 'managedNodes', 'instanceProfiles', 'declared'],
  mayFollow: ['identity/role-trust', 'identity/dhmc-role', 'node/imds-enabled', ...PROFILE_FAULTS],
  run(node, records, scope) {
    const { instance } = node
    const { serviceSettings, roles, managedNodes, declared } = records
    if (!instance || instance.state !== 'running') return undefined
    const wanted = wantedBy(declared['config']?.instanceProfile, records, node, scope)
    if (instance.profileArn !== undefined) return profileDrift(instance, wanted, scope)
    const why = whyNotHosted(node, instance, hostManagementRole(serviceSettings), roles, scope)
    if (!why || ifReadable(() => hybridTwin(instance, managedNodes)))
      return profileDrift(instance, wanted, scope)
    const twin = ifReadable(() => sameName(instance, Object.values(managedNodes)))
    const unsure = node.graceUntil !== undefined || twin !== undefined
    const online = node.managed?.pingStatus === 'Online'
    return {
      message: messageOf(node, why.message, twin),
      ...(online && { severity: 'info' as const }),
      ...(unsure && { verdict: 'unknown' as const }),
      because: [...(why.because ?? []), { check: 'identity/dhmc-role' }],
      evidence: [
        { label: 'instance profile', value: 'none', source: `ec2:DescribeInstances ${instance.id}` },
        {
          label: 'Default Host Management',
          value: serviceSettings[HOST_MANAGEMENT]?.value ?? 'not known in this Region',
          source: 'ssm:GetServiceSetting',
        },
      ],
      // One that is heard without a profile has credentials: whether it shall have others is not for a program to say.
      ...repairOf(
        instance,
        online || unsure ? undefined : declaredProfile(records, node, scope),
        wanted,
        scope,
      ),
    }
  },
})

/** The profile that the config declares, and why EC2 could not give it. */
interface Wanted {
  readonly name: string
  readonly flaw: string | undefined
}

const wantedBy = (
  name: string | undefined,
  records: Parameters<typeof flawOf>[1],
  node: JudgedNode,
  scope: Scope,
): Wanted | undefined => (name === undefined ? undefined : { name, flaw: flawOf(name, records, node, scope) })

/** A declared profile that could not serve is put right first; no command is told that would give it before. */
const flawed = (flaw: string): Pick<Problem, 'remedy'> => ({
  remedy: { text: `${flaw}: put that right, or change what the config declares`, commands: [] },
})

const repairOf = (
  { id }: Instance,
  profile: Required<InstanceProfile> | undefined,
  wanted: Wanted | undefined,
  { region }: Scope,
): Pick<Problem, 'remedy' | 'fix'> => {
  if (wanted?.flaw !== undefined) return flawed(wanted.flaw)
  const commands = [associateProfile(id, wanted?.name ?? PROFILE_NAME, region)]
  if (!profile) {
    const text =
      wanted === undefined
        ? `associate an instance profile whose role carries the permissions of the agent (${PROFILE_NAME} stands for its name)`
        : 'associate the instance profile that the config declares: all software on the host gets the credentials of its role then'
    return { remedy: { text, commands } }
  }
  const text = `associate instance profile ${profile.name}, which the config names: ${gainOf(profile)}`
  return {
    remedy: { text, commands },
    fix: [{ type: 'hold-profile', instanceId: id, profile: profile.name }],
  }
}

/** An instance that holds another profile than the config declares, or none. */
const profileDrift = (
  { id, profileArn }: Instance,
  wanted: Wanted | undefined,
  { region }: Scope,
): Problem | undefined => {
  const held = profileArn?.slice(profileArn.lastIndexOf('/') + 1)
  if (wanted === undefined || held === wanted.name) return undefined
  const change = held === undefined ? associateProfile : replaceProfile
  return {
    message: `the instance holds ${held === undefined ? 'no instance profile' : `instance profile ${held}`}, and the config declares ${wanted.name}`,
    about: 'instanceProfile',
    severity: 'medium',
    because: PROFILE_FAULTS.map(check => ({ check, subject: id })),
    evidence: [
      { label: 'instance holds', value: held ?? 'none', source: `ec2:DescribeInstances ${id}` },
      { label: 'declared', value: wanted.name, source: 'config' },
    ],
    ...(wanted.flaw === undefined
      ? { remedy: exchange(change(id, wanted.name, region)) }
      : flawed(wanted.flaw)),
  }
}

const exchange = (command: string): Problem['remedy'] => ({
  text: 'associate the declared profile, once its role carries what the software on the host needs of the present one; or change what the config declares',
  commands: [command],
})

interface NotHosted {
  readonly message: string
  readonly because?: readonly Cause[]
}

/** Why Default Host Management cannot give the instance credentials; undefined where it can. */
const whyNotHosted = (
  node: JudgedNode,
  instance: Instance,
  hosted: string | undefined,
  roles: Readonly<Record<string, Role>>,
  scope: Scope,
): NotHosted | undefined => {
  if (hosted === undefined) return { message: 'Default Host Management is off' }
  const cannot = 'Default Host Management cannot serve it'
  if (instance.metadataEndpoint === 'disabled') {
    const because = [{ check: 'node/imds-enabled', subject: node.id }]
    return { message: `${cannot}: its metadata endpoint is disabled`, because }
  }
  const agent = node.managed?.agentVersion
  if (agent === undefined) {
    return {
      message: `it is not known whether Default Host Management can serve it: it is not registered, so its agent's version is not known (${HOST_MANAGEMENT_AGENT} is needed)`,
    }
  }
  if (olderThan(agent, HOST_MANAGEMENT_AGENT)) {
    return { message: `${cannot}: its agent ${agent} is older than ${HOST_MANAGEMENT_AGENT}` }
  }
  return roleFault(hosted, roles[hosted], node, scope)
}

const roleFault = (
  name: string,
  role: Role | undefined,
  node: JudgedNode,
  scope: Scope,
): NotHosted | undefined => {
  if (!role) return { message: `Default Host Management names role ${name}, which does not exist` }
  const { verdict } = trustAnswer(role, 'Default Host Management', node.arn, scope).decision
  if (verdict === 'allowed' || verdict === 'unknown') return undefined
  const message = `Default Host Management cannot use role ${name}, which does not trust ssm.amazonaws.com`
  return { message, because: [{ check: 'identity/role-trust', subject: name }] }
}

/** A hybrid node of the same name may be the same host, which then needs no profile. */
const sameName = (instance: Instance, nodes: readonly ManagedNode[]): ManagedNode | undefined =>
  nodes.find(node => node.id.startsWith('mi-') && node.name !== undefined && node.name === instance.name)

const messageOf = (node: JudgedNode, why: string, twin: ManagedNode | undefined): string => {
  const online =
    node.managed?.pingStatus === 'Online' ? '; it is Online, so its credentials come from elsewhere' : ''
  const until =
    node.graceUntil === undefined ? '' : `; it has just started, wait until ${clockTime(node.graceUntil)}`
  const same = twin ? `; if it is the host that is registered as ${twin.id}, it needs none` : ''
  return `no instance profile is attached, and ${why}${online}${until}${same}`
}
