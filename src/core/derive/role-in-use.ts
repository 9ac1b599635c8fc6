import { ifReadable, type Reading } from '../access.ts'
import { olderThan } from '../session/agent-version.ts'
import type { JudgedNode } from '../kinds.ts'
import type { Instance, InstanceProfile, ManagedNode } from '../records.ts'
import { holdsAsItIs } from '../session/held-profile.ts'
import { trustAnswer } from '../session/trust.ts'
import { instanceArn, mayUpdateInformation } from './tries-systems-manager.ts'

/** aws: https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-default-host-management-configuration.html */
export const HOST_MANAGEMENT_SETTING = '/ssm/managed-instance/default-ec2-instance-management-role'
const HOST_MANAGEMENT_AGENT = '3.2.582.0'

/**
 * Role name of Default Host Management, or undefined where it is off: where its setting names none, or one that does
 * not exist. The setting's value may carry a path.
 */
export const hostManagementRole = (reading: Reading): string | undefined => {
  const setting = reading.records('serviceSettings')[HOST_MANAGEMENT_SETTING]
  const name = setting?.value.split('/').at(-1)
  if (name === undefined || name === '' || name.startsWith('$')) return undefined
  return isAbsent(reading, name) ? undefined : name
}

/** A role that could not be read may well be there. */
const isAbsent = (reading: Reading, role: string): boolean => {
  const { records, missing, whole } = reading.view('roles')
  return !whole && !missing.has(role) && !Object.hasOwn(records, role)
}

/** Whether Default Host Management can serve an instance: it is on, metadata is reachable and the agent new enough. */
export const servedByHostManagement = (
  role: string | undefined,
  instance: Instance,
  managed: ManagedNode | undefined,
): boolean =>
  role !== undefined &&
  instance.metadataEndpoint !== 'disabled' &&
  !olderThan(managed?.agentVersion, HOST_MANAGEMENT_AGENT)

/**
 * The role whose credentials the agent uses: the instance profile's, unless that may not call
 * UpdateInstanceInformation and Default Host Management can serve the instance; a hybrid node's is the activation's.
 */
export const roleInUse = (
  reading: Reading,
  instance: Instance | undefined,
  managed: ManagedNode | undefined,
): Pick<JudgedNode, 'roleName' | 'roleSource' | 'roleGap'> => {
  if (!instance) return managed ? toldRole(managed) : {}
  const profileRole = profileRoleOf(reading, instance)
  const settled = ifReadable(() => ({ hosted: hostManagementRole(reading) }))
  const fallsBack = !settled || servedByHostManagement(settled.hosted, instance, managed)
  if (profileRole !== undefined && (!fallsBack || serves(reading, profileRole, instance))) {
    return { roleName: profileRole, roleSource: 'instance profile' }
  }
  // Only where the profile does not serve it matters whether Default Host Management is on.
  const { hosted } = settled ?? { hosted: hostManagementRole(reading) }
  if (fallsBack) return { roleName: hosted as string, roleSource: 'Default Host Management' }
  const isOnline = managed?.pingStatus === 'Online'
  return isOnline && instance.profileArn === undefined ? elsewhere(managed) : {}
}

/** An instance that is Online without a profile and without Default Host Management has credentials all the same. */
const elsewhere = ({ id, iamRole }: ManagedNode): Pick<JudgedNode, 'roleName' | 'roleSource' | 'roleGap'> =>
  iamRole
    ? toldRole({ id, iamRole })
    : unknownRole(id, 'it is not to be seen where the node has its credentials from')

/** A profile's credentials win if there are any and they may report in: whatever else its role lacks, nothing rescues it. */
const serves = (reading: Reading, roleName: string, instance: Instance): boolean => {
  const role = reading.records('roles')[roleName]
  const profile = profileOf(reading, instance)
  if (!role || (profile && !holdsAsItIs(instance, profile))) return false
  const arn = instanceArn(reading.world.scope, instance.id)
  const { verdict } = trustAnswer(role, 'instance profile', arn, reading.world.scope).decision
  return !verdict.endsWith('deny') && mayUpdateInformation(reading, role, instance)
}

/** What Systems Manager tells of a node of which EC2 tells nothing: every one has a role, told or not. */
const toldRole = ({
  id,
  iamRole = '',
}: Pick<ManagedNode, 'id' | 'iamRole'>): Pick<JudgedNode, 'roleName' | 'roleSource' | 'roleGap'> => {
  const roleName = iamRole.split('/').at(-1) ?? ''
  const isHybrid = id.startsWith('mi-')
  if (roleName !== '')
    return { roleName, roleSource: isHybrid ? 'hybrid activation' : 'Default Host Management' }
  const reason = `Systems Manager does not tell the role of the node${isHybrid ? '' : ', and EC2 does not know it'}`
  return unknownRole(id, reason)
}

const unknownRole = (id: string, reason: string): Pick<JudgedNode, 'roleGap'> => ({
  roleGap: { kind: 'managedNodes', id, reason, actions: [] },
})

const profileRoleOf = (reading: Reading, instance: Instance): string | undefined =>
  profileOf(reading, instance)?.roleName

const profileOf = (reading: Reading, { profileArn }: Instance): InstanceProfile | undefined =>
  profileArn === undefined ? undefined : reading.records('instanceProfiles')[profileArn]
