export interface RuleState {
  egress: boolean
  protocol: string
  from: number
  to: number
  /** `cidr4 10.0.0.0/8`, `cidr6 ::/0`, `group sg-1` or `list pl-1`. */
  peer: string
  tags: Record<string, string>
}

export interface GroupState {
  name: string
  vpcId: string
  tags: Record<string, string>
  rules: Record<string, RuleState>
}

/** As much of EC2 as changes speak of. */
export interface Ec2State {
  vpcs: Record<string, { dnsSupport: boolean; dnsHostnames: boolean }>
  groups: Record<string, GroupState>
  endpoints: Record<string, { state: string; privateDns: boolean; groups: string[] }>
  /** Counts the ids that were given. */
  newest: number
}

const everythingOut = (): RuleState => ({
  egress: true,
  protocol: '-1',
  from: -1,
  to: -1,
  peer: 'cidr4 0.0.0.0/0',
  tags: {},
})

/** A group as AWS makes it. */
export const newGroup = (name: string, vpcId: string, tags: Record<string, string> = {}): GroupState => ({
  name,
  vpcId,
  tags,
  rules: { [`sgr-first-${name}`]: everythingOut() },
})

/** A VPC without names, an endpoint without private DNS, and a group with a rule of its owner. */
export const network = (): Ec2State => ({
  vpcs: { 'vpc-0aa': { dnsSupport: true, dnsHostnames: false } },
  groups: {
    'sg-0aa': {
      ...newGroup('endpoints', 'vpc-0aa', { team: 'net' }),
      rules: {
        'sgr-0aa': {
          egress: false,
          protocol: 'tcp',
          from: 443,
          to: 443,
          peer: 'cidr4 10.8.1.0/24',
          tags: { owner: 'mia' },
        },
        'sgr-0bb': { egress: true, protocol: 'udp', from: 53, to: 53, peer: 'list pl-0bb', tags: {} },
      },
    },
    'sg-0bb': newGroup('default', 'vpc-0aa'),
  },
  endpoints: { 'vpce-0aa': { state: 'available', privateDns: false, groups: ['sg-0aa'] } },
  newest: 0,
})
