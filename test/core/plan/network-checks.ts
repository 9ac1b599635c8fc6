import { audit } from '../../../src/core/audit/audit.ts'
import type { Change } from '../../../src/core/changes/change.ts'
import {
  defineCheck,
  type AnyCheck,
  type Fix,
  type Peer,
  type SecurityGroupRule,
  type World,
} from '../../../src/core/index.ts'
import { makePlan } from '../../../src/core/plan/plan.ts'
import type { Plan } from '../../../src/core/plan/types.ts'
import type { BreakableWorld } from '../../support/mutable.ts'

export const BATCH: Peer = { kind: 'cidr', cidr: '10.20.7.0/24' }
export const OTHER: Peer = { kind: 'group', groupId: 'sg-0batch' }
export const rule = (peer: Peer, direction: 'ingress' | 'egress' = 'ingress'): SecurityGroupRule => ({
  direction,
  protocol: 'tcp',
  ports: { from: 443, to: 443 },
  peer,
})
const says = ({ peer }: SecurityGroupRule): string => JSON.stringify(peer)

const about = { why: 'Because.', docs: 'https://example.com', severity: 'high', fix: 'review' } as const

/** Each of these endpoints shall let these peers in, by whichever of its groups. */
export const letsIn = (wanted: Readonly<Record<string, readonly Peer[]>>): AnyCheck =>
  defineCheck({
    ...about,
    id: 'network/lets-in',
    title: 'the endpoint lets its nodes in',
    each: 'vpcEndpoints',
    needs: ['securityGroups'],
    run: ({ id, groupIds }, { securityGroups }) => {
      const rules = groupIds.flatMap(group => securityGroups[group]?.rules ?? [])
      const missing = (wanted[id] ?? []).filter(peer => !rules.some(one => says(one) === says(rule(peer))))
      if (missing.length === 0) return undefined
      const fix: Fix[] = missing.map(peer => ({
        type: 'allow-traffic',
        direction: 'ingress',
        of: { endpointId: id },
        port: 443,
        peer,
      }))
      return { message: `${id} is shut`, remedy: { text: 'open it' }, fix }
    },
  })

/** This group shall let this peer be reached. */
export const letsOut = (groupId: string, peer: Peer): AnyCheck =>
  defineCheck({
    ...about,
    id: 'network/lets-out',
    title: 'the group lets its nodes out',
    each: 'securityGroups',
    needs: [],
    run: ({ id, rules }) => {
      if (id !== groupId || rules.some(one => says(one) === says(rule(peer)))) return undefined
      const fix: Fix[] = [{ type: 'allow-traffic', direction: 'egress', of: { groupId }, port: 443, peer }]
      return { message: `${id} is shut`, remedy: { text: 'open it' }, fix }
    },
  })

/** Every endpoint's private DNS and both attributes of its VPC shall be on. */
export const named = defineCheck({
  ...about,
  id: 'network/named',
  title: 'names lead to the endpoint',
  each: 'vpcEndpoints',
  needs: ['vpcDns'],
  run: ({ id, vpcId, privateDns, type }, { vpcDns }) => {
    const dns = vpcDns[vpcId]
    if (type !== 'Interface' || (privateDns && dns?.dnsSupport && dns.dnsHostnames)) return undefined
    const fix: Fix[] = [
      { type: 'set-private-dns', endpointId: id, to: true },
      { type: 'set-vpc-dns', vpcId, attribute: 'dnsHostnames', to: true },
      { type: 'set-vpc-dns', vpcId, attribute: 'dnsSupport', to: true },
    ]
    return { message: `${id} has no name`, remedy: { text: 'name it' }, fix }
  },
})

export const planOf = (check: AnyCheck, ...worlds: BreakableWorld[]): Plan => {
  const frozen = worlds as unknown as World[]
  return makePlan(frozen, [check], audit(frozen, [check]))
}

export const changesOf = ({ steps }: Plan): readonly Change[] => steps.map(({ change }) => change)
export const typesOf = (plan: Plan): readonly string[] => changesOf(plan).map(({ type }) => type)
export const reasonsOf = ({ refused }: Plan): readonly string[] => refused.map(({ reason }) => reason)
