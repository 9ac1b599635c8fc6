import type { Call } from './call.ts'
import { type Ask, DEFAULT_DHCP } from './ec2-corrections.ts'
import { errorAnswer, type WireAnswer } from './faults.ts'
import { metadataKept, refusedMetadata } from './node-corrections.ts'
import { field, fields, itemsOf, withItems } from './xml.ts'

/** What is answered for EC2 with a look at more than one thing of moto; undefined where moto is to be asked. */
type Own = (call: Call, ask: Ask) => Promise<WireAnswer | undefined>

const valuesOf = (call: Call, name: string): string[] =>
  Object.entries(call.params)
    .filter(([key]) => new RegExp(`^${name}\\.\\d+$`, 'u').test(key))
    .map(([, value]) => String(value))

/** Filter → its values. */
const filtersOf = (call: Call): [string, string[]][] =>
  Object.entries(call.params)
    .filter(([key]) => /^Filter\.\d+\.Name$/u.test(key))
    .map(([key, name]) => [String(name), valuesOf(call, key.replace('.Name', '.Value'))])

/** Filter → the element of an item that it looks at. */
const FILTERED: Readonly<Record<string, string>> = {
  'dhcp-options-id': 'dhcpOptionsId',
  'network-interface-id': 'networkInterfaceId',
  'vpc-id': 'vpcId',
  'subnet-id': 'subnetId',
  'group-id': 'groupId',
  'interface-type': 'interfaceType',
  description: 'description',
}

const passes = (item: string, [name, values]: readonly [string, readonly string[]]): boolean => {
  const element = FILTERED[name]
  if (element === undefined) throw new Error(`the proxy knows no filter ${name}`)
  return fields(item, element).some(value => values.includes(value))
}

interface List {
  readonly set: string
  readonly id: string
  readonly asked: string
  readonly missing: string
}

/** The items that the call asks for, by ids or filters: all are corrected before one is left out. */
const listed = (call: Call, text: string, all: readonly string[], list: List): WireAnswer => {
  const ids = valuesOf(call, list.asked)
  const unknown = ids.find(id => !all.some(item => field(item, list.id) === id))
  if (unknown !== undefined) return errorAnswer(call, 400, list.missing, `'${unknown}' does not exist`)
  const filters = filtersOf(call)
  const found = all.filter(
    item =>
      (ids.length === 0 || ids.includes(field(item, list.id) ?? '')) &&
      filters.every(filter => passes(item, filter)),
  )
  return { status: 200, headers: { 'content-type': 'text/xml' }, body: withItems(text, list.set, found) }
}

const defaultDhcp =
  `<item><tagSet/><dhcpOptionsId>${DEFAULT_DHCP}</dhcpOptionsId><dhcpConfigurationSet><item>` +
  `<key>domain-name-servers</key><valueSet><item><value>AmazonProvidedDNS</value></item></valueSet>` +
  `</item></dhcpConfigurationSet></item>`

const dhcpOptions: Own = async (call, ask) => {
  const text = await ask('DescribeDhcpOptions')
  const list = { set: 'dhcpOptionsSet', id: 'dhcpOptionsId', asked: 'DhcpOptionsId' }
  const all = [...itemsOf(text, list.set), defaultDhcp]
  return listed(call, text, all, { ...list, missing: 'InvalidDhcpOptionID.NotFound' })
}

/** An address of the subnet, always the same for the same interface. */
const addressIn = (cidr: string, id: string): string => {
  const host = 20 + (Number.parseInt(id.slice(-4), 16) % 230)
  return cidr.replace(/\d+\/\d+$/u, String(host))
}

/** An endpoint's interface in moto has an address of somewhere and the VPC's default group. */
const endpointInterface = (item: string, endpoint: string, cidr: string): string => {
  const address = addressIn(cidr, field(item, 'networkInterfaceId') ?? '')
  const groups = itemsOf(endpoint, 'groupSet')
  return withItems(item, 'groupSet', groups)
    .replaceAll(/<privateIpAddress>[^<]*/gu, `<privateIpAddress>${address}`)
    .replace('<interfaceType>interface<', '<interfaceType>vpc_endpoint<')
    .replace('<requesterManaged>false<', '<requesterManaged>true<')
    .replace('<status>available<', '<status>in-use<')
    .replace(
      '<description/>',
      `<description>VPC Endpoint Interface ${field(endpoint, 'vpcEndpointId')}</description>`,
    )
}

const networkInterfaces: Own = async (call, ask) => {
  const text = await ask('DescribeNetworkInterfaces')
  const endpoints = itemsOf(await ask('DescribeVpcEndpoints'), 'vpcEndpointSet')
  const subnets = itemsOf(await ask('DescribeSubnets'), 'subnetSet')
  const cidrOf = (item: string): string => {
    const id = field(item, 'subnetId')
    return field(subnets.find(subnet => field(subnet, 'subnetId') === id) ?? '', 'cidrBlock') ?? ''
  }
  const list = { set: 'networkInterfaceSet', id: 'networkInterfaceId', asked: 'NetworkInterfaceId' }
  const all = itemsOf(text, list.set).map(item => {
    const id = field(item, list.id) ?? ''
    const owner = endpoints.find(endpoint => endpoint.includes(`<item>${id}</item>`))
    return owner ? endpointInterface(item, owner, cidrOf(item)) : item.replaceAll('<association/>', '')
  })
  return listed(call, text, all, { ...list, missing: 'InvalidNetworkInterfaceID.NotFound' })
}

/** Private DNS can be turned on only where the VPC answers DNS queries and gives host names. */
const modifyEndpoint: Own = async (call, ask) => {
  if (call.params['PrivateDnsEnabled'] !== 'true') return undefined
  const id = String(call.params['VpcEndpointId'])
  const endpoints = itemsOf(await ask('DescribeVpcEndpoints'), 'vpcEndpointSet')
  const VpcId = field(endpoints.find(item => field(item, 'vpcEndpointId') === id) ?? '', 'vpcId')
  if (VpcId === undefined) return undefined
  const answers = await Promise.all(
    ['enableDnsSupport', 'enableDnsHostnames'].map(Attribute =>
      ask('DescribeVpcAttribute', { VpcId, Attribute }),
    ),
  )
  if (answers.every(answer => answer.includes('<value>true<'))) return undefined
  const words =
    'Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true'
  return errorAnswer(call, 400, 'InvalidParameter', `${words} for ${VpcId}`)
}

/** A group that an interface has or another group names cannot be deleted. */
const deleteGroup: Own = async (call, ask) => {
  const id = `<groupId>${String(call.params['GroupId'])}</groupId>`
  const groups = itemsOf(await ask('DescribeSecurityGroups'), 'securityGroupInfo')
  const endpoints = itemsOf(await ask('DescribeVpcEndpoints'), 'vpcEndpointSet')
  const users = [
    ...groups.filter(item => !item.startsWith(`<item>${id}`)),
    ...endpoints.filter(item => field(item, 'state') !== 'deleted'),
    await ask('DescribeInstances'),
  ]
  if (!users.some(item => item.includes(id))) return undefined
  return errorAnswer(call, 400, 'DependencyViolation', `resource ${id} has a dependent object`)
}

const OWN: Readonly<Record<string, Own>> = {
  DeleteSecurityGroup: deleteGroup,
  DescribeDhcpOptions: dhcpOptions,
  DescribeNetworkInterfaces: networkInterfaces,
  ModifyInstanceMetadataOptions: refusedMetadata,
  ModifyVpcEndpoint: modifyEndpoint,
}

/** What EC2 answers in AWS where moto would answer otherwise; undefined where moto is to be asked. */
export const networkAnswer = async (call: Call, ask: Ask): Promise<WireAnswer | undefined> =>
  call.service === 'ec2' ? OWN[call.operation]?.(call, ask) : undefined

/** What AWS would take for given in a request, and moto does not. */
export const correctNetworkRequest = (
  call: Call,
  ask: Ask,
): Promise<Readonly<Record<string, string>> | undefined> =>
  call.operation === 'ModifyInstanceMetadataOptions' ? metadataKept(call, ask) : defaultGroup(call, ask)

/** An interface endpoint without a group of its own has the VPC's default one; moto leaves it without any. */
const defaultGroup = async (call: Call, ask: Ask): Promise<Readonly<Record<string, string>> | undefined> => {
  if (call.operation !== 'CreateVpcEndpoint' || call.params['VpcEndpointType'] !== 'Interface')
    return undefined
  if (call.params['SecurityGroupId.1'] !== undefined) return undefined
  const filters = {
    'Filter.1.Name': 'vpc-id',
    'Filter.1.Value.1': String(call.params['VpcId']),
    'Filter.2.Name': 'group-name',
    'Filter.2.Value.1': 'default',
  }
  const id = field(await ask('DescribeSecurityGroups', filters), 'groupId')
  return id === undefined ? undefined : { 'SecurityGroupId.1': id }
}
