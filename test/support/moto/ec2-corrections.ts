import type { Call } from './call.ts'
import { withProfilesHeld } from './node-corrections.ts'
import type { AccountState } from './state.ts'
import { field, fields, itemsOf, mapItems, withItems } from './xml.ts'

/** Asks moto something of the same account and Region, past all corrections. */
export type Ask = (operation: string, params?: Readonly<Record<string, string>>) => Promise<string>

/** A correction of an answer of EC2. */
type Correction = (text: string, about: About) => string | Promise<string>

interface About {
  readonly call: Call
  readonly state: AccountState
  readonly ask: Ask
}

/** The set that every VPC has which was given no other one: AWS's resolver. Moto calls it `default` and lists none. */
export const DEFAULT_DHCP = 'dopt-0d5e4a3b2c1f60001'

const vpcs: Correction = text => text.replaceAll('<dhcpOptionsId>default<', `<dhcpOptionsId>${DEFAULT_DHCP}<`)

const endpoint = (item: string, { call, state }: About): string => {
  const id = field(item, 'vpcEndpointId') ?? ''
  const gateway = field(item, 'vpcEndpointType') === 'Gateway'
  const privateDns = !gateway && (state.privateDns[id] ?? field(item, 'privateDnsEnabled') === 'true')
  const kept = state.endpointStates[id] ?? field(item, 'state') ?? ''
  const more = `<serviceRegion>${call.region}</serviceRegion><ipAddressType>ipv4</ipAddressType>`
  const created = new Date(Date.now() - state.ageHours * 3_600_000).toISOString()
  return item
    .replace(/<privateDnsEnabled>[^<]*/u, `<privateDnsEnabled>${privateDns}`)
    .replace(/<state>[^<]*/u, `<state>${kept}`)
    .replace(/<creationTimestamp>[^<]*/u, `<creationTimestamp>${created}`)
    .replace(/<\/item>$/u, `${more}</item>`)
}

/** Deleted ones stay in moto's list for good; private DNS and states are the proxy's. */
const endpoints: Correction = (text, about) => {
  const there = itemsOf(text, 'vpcEndpointSet').filter(item => field(item, 'state') !== 'deleted')
  return withItems(
    text,
    'vpcEndpointSet',
    there.map(item => endpoint(item, about)),
  )
}

/** Moto takes no notice of PrivateDnsEnabled. */
const modified: Correction = (text, { call, state }) => {
  const { VpcEndpointId, PrivateDnsEnabled } = call.params
  if (PrivateDnsEnabled !== undefined) state.privateDns[String(VpcEndpointId)] = PrivateDnsEnabled === 'true'
  return text
}

/** AWS says of each NAT gateway how it connects. */
const natGateways: Correction = text =>
  mapItems(text, 'natGatewaySet', item =>
    item.includes('<connectivityType>')
      ? item
      : item.replace(/<\/item>$/u, '<connectivityType>public</connectivityType></item>'),
  )

const lastEntry = (egress: boolean): string =>
  `<item><cidrBlock>0.0.0.0/0</cidrBlock><egress>${egress}</egress><protocol>-1</protocol>` +
  `<ruleAction>deny</ruleAction><ruleNumber>32767</ruleNumber></item>`

/** Every ACL ends with the entries that deny the rest; moto gives them to the default one alone. */
const networkAcls: Correction = text =>
  mapItems(text, 'networkAclSet', item => {
    const entries = itemsOf(item, 'entrySet')
    if (entries.some(entry => field(entry, 'ruleNumber') === '32767')) return item
    return withItems(item, 'entrySet', [...entries, lastEntry(true), lastEntry(false)])
  })

/** What routes may lead to and what still stands: to anything else they are black holes, which moto never says. */
const standing = async (text: string, ask: Ask): Promise<ReadonlySet<string>> => {
  const nat = text.includes('<natGatewayId>')
    ? itemsOf(await ask('DescribeNatGateways'), 'natGatewaySet')
    : []
  const live = nat.filter(item => ['available', 'pending'].includes(field(item, 'state') ?? ''))
  const igw = text.includes('>igw-')
    ? itemsOf(await ask('DescribeInternetGateways'), 'internetGatewaySet')
    : []
  const attached = igw.filter(item => item.includes('<vpcId>'))
  return new Set([
    ...live.flatMap(item => fields(item, 'natGatewayId')),
    ...attached.flatMap(item => fields(item, 'internetGatewayId')),
  ])
}

const gatewayRoute = (endpointId: string, list: string): string =>
  `<item><destinationPrefixListId>${list}</destinationPrefixListId><gatewayId>${endpointId}</gatewayId>` +
  `<origin>CreateRoute</origin><state>active</state></item>`

/** Table → the routes that gateway endpoints have in it: moto writes them once and never again. */
const gatewayRoutes = async (ask: Ask): Promise<(table: string) => string[]> => {
  const all = itemsOf(await ask('DescribeVpcEndpoints'), 'vpcEndpointSet')
  const gateways = all.filter(
    item => field(item, 'vpcEndpointType') === 'Gateway' && field(item, 'state') !== 'deleted',
  )
  if (gateways.length === 0) return () => []
  const lists = itemsOf(await ask('DescribePrefixLists'), 'prefixListSet')
  const listOf = (service: string | undefined): string =>
    field(lists.find(list => field(list, 'prefixListName') === service) ?? '', 'prefixListId') ?? ''
  return table =>
    gateways
      .filter(item => itemsOf(item, 'routeTableIdSet').includes(`<item>${table}</item>`))
      .map(item => gatewayRoute(field(item, 'vpcEndpointId') ?? '', listOf(field(item, 'serviceName'))))
}

const routeTables: Correction = async (text, { ask }) => {
  const [alive, added] = [await standing(text, ask), await gatewayRoutes(ask)]
  const stateOf = (route: string): string => {
    const target = field(route, 'natGatewayId') ?? /<gatewayId>(igw-[^<]*)/u.exec(route)?.[1]
    return target === undefined || alive.has(target) ? 'active' : 'blackhole'
  }
  return mapItems(text, 'routeTableSet', table => {
    const routes = itemsOf(table, 'routeSet').filter(route => !route.includes('<gatewayId>vpce-'))
    const told = routes.map(route => route.replace(/<state>[^<]*/u, `<state>${stateOf(route)}`))
    const id = field(table.replaceAll(/<associationSet>.*?<\/associationSet>/gu, ''), 'routeTableId') ?? ''
    return withItems(table, 'routeSet', [...told, ...added(id)])
  })
}

/** AWS tells the blocks of its lists here too. */
const prefixLists: Correction = async (text, { ask }) => {
  const items = itemsOf(text, 'prefixListSet').map(async item => {
    const PrefixListId = field(item, 'prefixListId') ?? ''
    const cidrs = fields(await ask('GetManagedPrefixListEntries', { PrefixListId }), 'cidr')
    const set = `<cidrSet>${cidrs.map(cidr => `<item>${cidr}</item>`).join('')}</cidrSet>`
    return item.replace(/<\/item>$/u, `${set}</item>`)
  })
  return withItems(text, 'prefixListSet', await Promise.all(items))
}

/** An interface without a public address has no association, not an empty one. */
const instances: Correction = (text, { ask }) => withProfilesHeld(text.replaceAll('<association/>', ''), ask)

const CORRECTIONS: Readonly<Record<string, Correction>> = {
  DescribeInstances: instances,
  DescribeNatGateways: natGateways,
  DescribeNetworkAcls: networkAcls,
  DescribePrefixLists: prefixLists,
  DescribeRouteTables: routeTables,
  DescribeVpcEndpoints: endpoints,
  DescribeVpcs: vpcs,
  ModifyVpcEndpoint: modified,
}

/** Moto's answer to a call of EC2's network as AWS would have given it. */
export const correctNetwork = async (
  call: Call,
  text: string,
  state: AccountState,
  ask: Ask,
): Promise<string> => CORRECTIONS[call.operation]?.(text, { call, state, ask }) ?? text
