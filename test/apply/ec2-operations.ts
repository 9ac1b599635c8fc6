import { newGroup, type Ec2State, type GroupState, type RuleState } from './ec2-state.ts'
import { Refused } from './refused.ts'

type Fields = Readonly<Record<string, string>>
type Operation = (state: Ec2State, fields: Fields) => string

const refuse = (code: string): Refused => new Refused(code, 400, `${code}: as EC2 says it`)

const field = (fields: Fields, name: string): string => {
  const value = fields[name]
  if (value === undefined) throw refuse('MissingParameter')
  return value
}

const listed = (fields: Fields, name: string): string[] =>
  Object.keys(fields)
    .filter(key => key.startsWith(`${name}.`))
    .map(key => fields[key] as string)

const tagsIn = (fields: Fields, type: string): Record<string, string> => {
  if (fields['TagSpecification.1.ResourceType'] !== type) return {}
  return {
    [field(fields, 'TagSpecification.1.Tag.1.Key')]: field(fields, 'TagSpecification.1.Tag.1.Value'),
  }
}

const tagsXml = (tags: Record<string, string>): string =>
  `<tagSet>${Object.entries(tags)
    .map(([key, value]) => `<item><key>${key}</key><value>${value}</value></item>`)
    .join('')}</tagSet>`

/** Two to a page, so that every list is paged. */
const page = (items: readonly string[], list: string, { NextToken = '0' }: Fields): string => {
  const from = Number(NextToken)
  const shown = items.slice(from, from + 2).map(item => `<item>${item}</item>`)
  const next = items.length > from + 2 ? `<nextToken>${from + 2}</nextToken>` : ''
  return `<${list}>${shown.join('')}</${list}>${next}`
}

const groupIn = (state: Ec2State, id: string): GroupState => {
  const group = state.groups[id]
  if (!group) throw refuse('InvalidGroup.NotFound')
  return group
}

const groupXml = (id: string, { name, vpcId, tags }: GroupState): string =>
  `<groupId>${id}</groupId><groupName>${name}</groupName><vpcId>${vpcId}</vpcId>${tagsXml(tags)}`

const PEERS: Readonly<Record<string, (id: string) => string>> = {
  cidr4: text => `<cidrIpv4>${text}</cidrIpv4>`,
  cidr6: text => `<cidrIpv6>${text}</cidrIpv6>`,
  list: text => `<prefixListId>${text}</prefixListId>`,
  group: text => `<referencedGroupInfo><groupId>${text}</groupId></referencedGroupInfo>`,
}

const ruleXml = (id: string, { egress, protocol, from, to, peer, tags }: RuleState): string => {
  const [kind = '', text = ''] = peer.split(' ')
  return `<securityGroupRuleId>${id}</securityGroupRuleId><isEgress>${egress}</isEgress><ipProtocol>${protocol}</ipProtocol><fromPort>${from}</fromPort><toPort>${to}</toPort>${PEERS[kind]?.(text)}${tagsXml(tags)}`
}

const peerIn = (fields: Fields): string => {
  const at = 'IpPermissions.1'
  const found = [
    ['cidr4', fields[`${at}.IpRanges.1.CidrIp`]],
    ['cidr6', fields[`${at}.Ipv6Ranges.1.CidrIpv6`]],
    ['list', fields[`${at}.PrefixListIds.1.PrefixListId`]],
    ['group', fields[`${at}.Groups.1.GroupId`]],
  ].filter(([, value]) => value !== undefined)
  if (found.length !== 1) throw refuse('InvalidParameterValue')
  return (found[0] as string[]).join(' ')
}

const authorize =
  (egress: boolean): Operation =>
  (state, fields) => {
    const group = groupIn(state, field(fields, 'GroupId'))
    const rule: RuleState = {
      egress,
      protocol: field(fields, 'IpPermissions.1.IpProtocol'),
      from: Number(field(fields, 'IpPermissions.1.FromPort')),
      to: Number(field(fields, 'IpPermissions.1.ToPort')),
      peer: peerIn(fields),
      tags: tagsIn(fields, 'security-group-rule'),
    }
    const keyOf = (one: RuleState): string => JSON.stringify({ ...one, tags: {} })
    if (Object.values(group.rules).some(one => keyOf(one) === keyOf(rule)))
      throw refuse('InvalidPermission.Duplicate')
    group.rules[`sgr-new${++state.newest}`] = rule
    return '<return>true</return>'
  }

const revoke: Operation = (state, fields) => {
  const group = groupIn(state, field(fields, 'GroupId'))
  for (const id of listed(fields, 'SecurityGroupRuleId')) {
    if (!group.rules[id]) throw refuse('InvalidSecurityGroupRuleId.NotFound')
    delete group.rules[id]
  }
  return '<return>true</return>'
}

const endpointIn = (state: Ec2State, id: string): Ec2State['endpoints'][string] => {
  const endpoint = state.endpoints[id]
  if (!endpoint) throw refuse('InvalidVpcEndpointId.NotFound')
  return endpoint
}

const vpcIn = (state: Ec2State, id: string): Ec2State['vpcs'][string] => {
  const vpc = state.vpcs[id]
  if (!vpc) throw refuse('InvalidVpcID.NotFound')
  return vpc
}

/** The values of a filter; nothing where it was not given. */
const filter = (fields: Fields, name: string): string | undefined => {
  const key = Object.keys(fields).find(one => /^Filter\.\d+\.Name$/.test(one) && fields[one] === name)
  return key && fields[key.replace('Name', 'Value.1')]
}

/** EC2's rules, as its API reference gives them. */
export const EC2_OPERATIONS: Readonly<Record<string, Operation>> = {
  DescribeSecurityGroups: (state, fields) => {
    const ids = listed(fields, 'GroupId')
    for (const id of ids) groupIn(state, id)
    const [vpcId, name] = [filter(fields, 'vpc-id'), filter(fields, 'group-name')]
    if (ids.length === 0 && vpcId === undefined) throw refuse('InvalidParameterValue')
    const found = Object.entries(state.groups).filter(([id, group]) =>
      ids.length > 0 ? ids.includes(id) : group.vpcId === vpcId && group.name === name,
    )
    return page(
      found.map(([id, group]) => groupXml(id, group)),
      'securityGroupInfo',
      fields,
    )
  },
  DescribeSecurityGroupRules: (state, fields) => {
    const rules = state.groups[filter(fields, 'group-id') ?? '']?.rules ?? {}
    return page(
      Object.entries(rules).map(([id, rule]) => ruleXml(id, rule)),
      'securityGroupRuleSet',
      fields,
    )
  },
  CreateSecurityGroup: (state, fields) => {
    const [name, vpcId] = [field(fields, 'GroupName'), field(fields, 'VpcId')]
    // aws: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
    if (!/^[\w .:/()#,@[\]+=&;{}!$*-]{1,255}$/.test(field(fields, 'GroupDescription')))
      throw refuse('InvalidParameterValue')
    vpcIn(state, vpcId)
    if (Object.values(state.groups).some(group => group.name === name && group.vpcId === vpcId))
      throw refuse('InvalidGroup.Duplicate')
    const id = `sg-new${++state.newest}`
    state.groups[id] = newGroup(name, vpcId, tagsIn(fields, 'security-group'))
    return `<groupId>${id}</groupId>`
  },
  DeleteSecurityGroup: (state, fields) => {
    const id = field(fields, 'GroupId')
    groupIn(state, id)
    if (Object.values(state.endpoints).some(({ groups }) => groups.includes(id)))
      throw refuse('DependencyViolation')
    delete state.groups[id]
    return '<return>true</return>'
  },
  AuthorizeSecurityGroupIngress: authorize(false),
  AuthorizeSecurityGroupEgress: authorize(true),
  RevokeSecurityGroupIngress: revoke,
  RevokeSecurityGroupEgress: revoke,
  DescribeVpcEndpoints: (state, fields) => {
    const items = listed(fields, 'VpcEndpointId').map(id => {
      const { state: is, privateDns, groups } = endpointIn(state, id)
      const set = groups.map(group => `<item><groupId>${group}</groupId></item>`).join('')
      return `<item><vpcEndpointId>${id}</vpcEndpointId><state>${is}</state><privateDnsEnabled>${privateDns}</privateDnsEnabled><groupSet>${set}</groupSet></item>`
    })
    return `<vpcEndpointSet>${items.join('')}</vpcEndpointSet>`
  },
  ModifyVpcEndpoint: (state, fields) => {
    const endpoint = endpointIn(state, field(fields, 'VpcEndpointId'))
    if (endpoint.state !== 'available') throw refuse('IncorrectState')
    const added = listed(fields, 'AddSecurityGroupId')
    for (const id of added) groupIn(state, id)
    const removed = listed(fields, 'RemoveSecurityGroupId')
    const { PrivateDnsEnabled } = fields
    endpoint.groups = [...new Set([...endpoint.groups, ...added])].filter(id => !removed.includes(id))
    if (PrivateDnsEnabled !== undefined) endpoint.privateDns = PrivateDnsEnabled === 'true'
    return '<return>true</return>'
  },
  DescribeVpcAttribute: (state, fields) => {
    const vpc = vpcIn(state, field(fields, 'VpcId'))
    return field(fields, 'Attribute') === 'enableDnsSupport'
      ? `<enableDnsSupport><value>${vpc.dnsSupport}</value></enableDnsSupport>`
      : `<enableDnsHostnames><value>${vpc.dnsHostnames}</value></enableDnsHostnames>`
  },
  ModifyVpcAttribute: (state, fields) => {
    const vpc = vpcIn(state, field(fields, 'VpcId'))
    const { 'EnableDnsSupport.Value': support, 'EnableDnsHostnames.Value': names } = fields
    if ((support === undefined) === (names === undefined)) throw refuse('InvalidParameterCombination')
    if (support !== undefined) vpc.dnsSupport = support === 'true'
    if (names !== undefined) vpc.dnsHostnames = names === 'true'
    return '<return>true</return>'
  },
}
