import type { Call } from './call.ts'
import { errorAnswer, type WireAnswer } from './faults.ts'
import { logGroupAnswer } from './log-groups.ts'
import { STATE_MANAGER } from './state-manager.ts'
import type { AccountState, NodeState, SyntheticInstance } from './state.ts'

const HOUR = 3_600_000

const json = (body: unknown): WireAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: JSON.stringify(body),
})

const xml = (body: string): WireAnswer => ({ status: 200, headers: { 'content-type': 'text/xml' }, body })

const page = <T>(all: readonly T[], token: unknown, size: number): { items: T[]; next?: string } => {
  const start = Number(token ?? 0)
  const items = all.slice(start, start + size)
  return start + size < all.length ? { items, next: String(start + size) } : { items }
}

const wantedIds = (call: Call): readonly string[] | undefined => {
  const filters: unknown = call.params['FiltersWithOperator'] ?? call.params['Filters'] ?? []
  if (!Array.isArray(filters)) return undefined
  const list: readonly { Key: string; Values: string[] }[] = filters
  return list.find(filter => filter.Key === 'InstanceIds')?.Values
}

const nodesOf = (call: Call, state: AccountState): readonly NodeState[] => {
  const ids = wantedIds(call)
  return (state.nodes[call.region] ?? []).filter(node => ids?.includes(node.InstanceId) ?? true)
}

/** A list call of Systems Manager; sizes outside the API's range are refused as AWS refuses them. */
const nodeList = (call: Call, state: AccountState, member: string, largest: number): WireAnswer => {
  const asked = Number(call.params['MaxResults'] ?? 10)
  if (asked < 5 || asked > largest) {
    return errorAnswer(call, 400, 'ValidationException', `MaxResults ${asked} is not in 5 to ${largest}`)
  }
  const told = nodesOf(call, state).map(({ heardMinutesAgo, ...node }) =>
    Object.assign(node, {
      LastPingDateTime: (Date.now() - heardMinutesAgo * 60_000) / 1000,
      RegistrationDate: (Date.now() - state.ageHours * HOUR) / 1000,
    }),
  )
  const { items, next } = page(told, call.params['NextToken'], asked)
  return json({ [member]: items, ...(next === undefined ? {} : { NextToken: next }) })
}

const serviceSetting = (call: Call, state: AccountState): WireAnswer => {
  const asked = String(call.params['SettingId'])
  const id = asked.replace(/^arn:aws[^:]*:ssm:[^:]*:\d*:servicesetting/u, '')
  const value = state.serviceSettings[id]
  if (value === undefined) {
    return errorAnswer(call, 400, 'ServiceSettingNotFound', `Setting ${asked} not found.`)
  }
  const ARN = `arn:aws:ssm:${call.region}:${call.accountId}:servicesetting${id}`
  const Status = value === '$None' ? 'Default' : 'Customized'
  return json({ ServiceSetting: { SettingId: id, SettingValue: value, ARN, Status } })
}

const connectionStatus = (call: Call, state: AccountState): WireAnswer => {
  const node = state.nodes[call.region]?.find(known => known.InstanceId === call.params['Target'])
  const Status = node?.PingStatus === 'Online' ? 'connected' : 'notconnected'
  return json({ Target: call.params['Target'], Status })
}

const placeXml = ({ id, place }: SyntheticInstance, number: number): string => {
  if (!place) return ''
  const { vpcId, subnetId, groupId } = place
  const where = `<subnetId>${subnetId}</subnetId><vpcId>${vpcId}</vpcId>`
  const address = `<privateIpAddress>10.20.1.${4 + (number % 250)}</privateIpAddress>`
  const held = '<attachment><deviceIndex>0</deviceIndex><status>attached</status></attachment>'
  const groups = `<groupSet><item><groupId>${groupId}</groupId><groupName>nodes</groupName></item></groupSet>`
  const addresses = `<privateIpAddressesSet><item><primary>true</primary>${address}</item></privateIpAddressesSet>`
  const own = `<networkInterfaceId>${id.replace('i-', 'eni-')}</networkInterfaceId>${held}${groups}${addresses}`
  const set = `<networkInterfaceSet><item>${own}${where}${address}</item></networkInterfaceSet>`
  return `${where}${address}${set}`
}

const instanceXml = (instance: SyntheticInstance, launched: string, number: number): string =>
  `<item><instancesSet><item><instanceId>${instance.id}</instanceId><instanceState><code>16</code>` +
  `<name>running</name></instanceState><launchTime>${launched}</launchTime><iamInstanceProfile>` +
  `<arn>${instance.profileArn}</arn><id>${instance.profileId}</id></iamInstanceProfile><metadataOptions>` +
  `<httpTokens>required</httpTokens><httpEndpoint>enabled</httpEndpoint></metadataOptions>${placeXml(instance, number)}</item></instancesSet></item>`

const syntheticInstances = (call: Call, state: AccountState): WireAnswer | undefined => {
  const all = state.syntheticInstances[call.region]
  if (all === undefined) return undefined
  const launched = new Date(Date.now() - state.ageHours * HOUR).toISOString()
  const { items, next } = page(all, call.params['NextToken'], Number(call.params['MaxResults'] ?? 1000))
  const set = `<reservationSet>${items.map((item, number) => instanceXml(item, launched, number)).join('')}</reservationSet>`
  const token = next === undefined ? '' : `<nextToken>${next}</nextToken>`
  return xml(`<DescribeInstancesResponse>${set}${token}</DescribeInstancesResponse>`)
}

const callerIdentity = (call: Call): WireAnswer => {
  const arn = `arn:aws:sts::${call.accountId}:assumed-role/Doctor/e2e`
  const result = `<Arn>${arn}</Arn><UserId>AROA123DEFEXAMPLE:e2e</UserId><Account>${call.accountId}</Account>`
  return xml(
    `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>` +
      `${result}</GetCallerIdentityResult></GetCallerIdentityResponse>`,
  )
}

/** Moto knows no PolicyUsageFilter: it would name every holder. No test account has a permissions boundary. */
const boundaryHolders = (call: Call): WireAnswer | undefined => {
  if (call.params['PolicyUsageFilter'] !== 'PermissionsBoundary') return undefined
  const none = '<PolicyRoles/><PolicyUsers/><PolicyGroups/><IsTruncated>false</IsTruncated>'
  const result = `<ListEntitiesForPolicyResult>${none}</ListEntitiesForPolicyResult>`
  return xml(`<ListEntitiesForPolicyResponse>${result}</ListEntitiesForPolicyResponse>`)
}

/** The Regions that an account of the tests has opted in; moto lists those of every partition. */
const OPTED_IN = ['ap-southeast-1', 'eu-central-1', 'us-east-1']

/** Told by name where all Regions are asked for alone. */
const NOT_OPTED_IN = ['af-south-1', 'me-central-1']

const regions = (call: Call): WireAnswer => {
  const item = (name: string, status: string): string =>
    `<item><regionName>${name}</regionName><optInStatus>${status}</optInStatus></item>`
  const closed = call.params['AllRegions'] === 'true' ? NOT_OPTED_IN : []
  const items = [
    ...OPTED_IN.map(name => item(name, 'opt-in-not-required')),
    ...closed.map(name => item(name, 'not-opted-in')),
  ]
  const info = `<regionInfo>${items.join('')}</regionInfo>`
  return xml(`<DescribeRegionsResponse>${info}</DescribeRegionsResponse>`)
}

/** The policy simulator of an account that allows everything: a test that wants another answer rewrites it. */
const simulated = (call: Call): WireAnswer => {
  const actions = Object.entries(call.params).filter(([name]) => name.startsWith('ActionNames.member.'))
  const members = actions.map(
    ([, action]) =>
      `<member><EvalActionName>${String(action)}</EvalActionName><EvalDecision>allowed</EvalDecision></member>`,
  )
  const result = `<EvaluationResults>${members.join('')}</EvaluationResults><IsTruncated>false</IsTruncated>`
  return xml(
    `<SimulatePrincipalPolicyResponse><SimulatePrincipalPolicyResult>${result}</SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>`,
  )
}

/** What moto lacks, answered from the account's state; undefined where moto is to be asked. */
export const ownAnswer = (call: Call, state: AccountState): WireAnswer | undefined => {
  if (call.service === 'logs') return logGroupAnswer(call, state)
  switch (`${call.service}:${call.operation}`) {
    case 'sts:GetCallerIdentity':
      return callerIdentity(call)
    case 'ssm:DescribeInstanceProperties':
      return nodeList(call, state, 'InstanceProperties', 1000)
    case 'ssm:DescribeInstanceInformation':
      return nodeList(call, state, 'InstanceInformationList', 50)
    case 'ssm:GetServiceSetting':
      return serviceSetting(call, state)
    case 'ssm:GetConnectionStatus':
      return connectionStatus(call, state)
    case 'ssm:DescribeActivations':
      return json({ ActivationList: [] })
    case 'iam:ListEntitiesForPolicy':
      return boundaryHolders(call)
    case 'iam:SimulatePrincipalPolicy':
      return simulated(call)
    case 'ec2:DescribeRegions':
      return regions(call)
    case 'ec2:DescribeInstances':
      return syntheticInstances(call, state)
    default:
      return STATE_MANAGER[`${call.service}:${call.operation}`]?.(call, state)
  }
}
