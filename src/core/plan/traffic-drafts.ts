import type { AllowTraffic, Change, GroupRef } from '../changes/change.ts'
import { groupNamed } from '../changes/group-ref.ts'
import { sameRule } from '../changes/group-rules.ts'
import { PLAN_TAG } from '../changes/plan-tag.ts'
import type { SecurityGroup, SecurityGroupRule, VpcEndpoint } from '../records.ts'
import { gapOf, recordsOf, type World } from '../snapshot.ts'
import { GROUPS_PER_INTERFACE, groupsOfEndpoint, hasRoom, useOfGroup } from './group-use.ts'
import type { Lowered } from './lowered.ts'
import { unread } from './unread.ts'

/** What a rule of ours says about itself. */
const DESCRIPTION = 'HTTPS for Session Manager, added by ssm-doctor'

/** The drafts: rules that existing groups will have got, and what is made for endpoints of their own. */
interface Drafts {
  readonly rules: Map<string, SecurityGroupRule[]>
  readonly changes: Change[]
}

/** What one thing is asked to let through. */
interface Wanted {
  readonly fixes: AllowTraffic[]
  readonly rules: SecurityGroupRule[]
}

/**
 * Turns traffic that has to be let through into changes: rules of the group where that serves nothing else that the
 * world shows, else, for an endpoint, of a group of its own that is put beside those that it has.
 */
export const lowerTraffic = (world: World, fixes: readonly AllowTraffic[]): Lowered => {
  const drafts: Drafts = { rules: new Map(), changes: [] }
  const endpoints = wantedBy(fixes, fix => ('endpointId' in fix.of ? fix.of.endpointId : undefined))
  const groups = wantedBy(fixes, fix => ('groupId' in fix.of ? fix.of.groupId : undefined))
  const refused = [
    ...[...groups].flatMap(([id, wanted]) => told(wanted, placeInGroup(world, drafts, id, wanted.rules))),
    ...[...endpoints].flatMap(([id, wanted]) => told(wanted, placeAtEndpoint(world, drafts, id, endpoints))),
  ]
  const edits = [...drafts.rules].flatMap(([groupId, rules]) => ruleChanges(world, { groupId }, rules))
  return { changes: [...edits, ...drafts.changes], refused }
}

const told = ({ fixes }: Wanted, reason: string | undefined): Lowered['refused'] =>
  reason === undefined ? [] : fixes.map(fix => ({ fix, reason }))

const wantedBy = (
  fixes: readonly AllowTraffic[],
  idOf: (fix: AllowTraffic) => string | undefined,
): ReadonlyMap<string, Wanted> => {
  const wanted = new Map<string, Wanted>()
  for (const fix of fixes) {
    const id = idOf(fix)
    if (id === undefined) continue
    const one = wanted.get(id) ?? { fixes: [], rules: [] }
    one.fixes.push(fix)
    const rule = ruleOf(fix)
    if (!one.rules.some(other => sameRule(other, rule))) one.rules.push(rule)
    wanted.set(id, one)
  }
  return wanted
}

const ruleOf = ({ direction, port, peer }: AllowTraffic): SecurityGroupRule => ({
  direction,
  protocol: 'tcp',
  ports: { from: port, to: port },
  peer,
  description: DESCRIPTION,
})

const ruleChanges = (world: World, group: GroupRef, rules: readonly SecurityGroupRule[]): Change[] =>
  rules.map(rule => ({ type: 'add-group-rule', region: world.scope.region, group, rule }))

/** Puts rules into a group; gives the reason where they cannot be. */
const placeInGroup = (
  world: World,
  drafts: Drafts,
  groupId: string,
  rules: readonly SecurityGroupRule[],
): string | undefined => {
  const reason = unread(world, 'securityGroups', groupId, `security group ${groupId}`)
  const group = recordsOf(world, 'securityGroups')[groupId]
  if (reason !== undefined || !group) return reason
  const drafted = drafts.rules.get(groupId) ?? []
  const more = rules.filter(rule => ![...group.rules, ...drafted].some(one => sameRule(one, rule)))
  if (!hasRoom(world, group, [...drafted, ...more]))
    return `security group ${groupId} has no room for more rules`
  drafts.rules.set(groupId, [...drafted, ...more])
  return undefined
}

const placeAtEndpoint = (
  world: World,
  drafts: Drafts,
  endpointId: string,
  all: ReadonlyMap<string, Wanted>,
): string | undefined => {
  const gap = gapOf(world, 'securityGroups')
  const reason = unread(world, 'vpcEndpoints', endpointId, `endpoint ${endpointId}`)
  if (reason !== undefined || gap) return reason ?? `security groups could not be read: ${gap?.reason}`
  const endpoint = recordsOf(world, 'vpcEndpoints')[endpointId]
  const rules = all.get(endpointId)?.rules ?? []
  if (!endpoint) return undefined
  for (const groupId of groupsOfEndpoint(world, endpoint)) {
    if (!isOwn(world, groupId, rules, all)) continue
    if (placeInGroup(world, drafts, groupId, rules) === undefined) return undefined
  }
  return placeInOwn(world, drafts, endpoint, rules)
}

/** Whether a group serves only endpoints that want these rules. What could not be read may be served by it too. */
const isOwn = (
  world: World,
  groupId: string,
  rules: readonly SecurityGroupRule[],
  all: ReadonlyMap<string, Wanted>,
): boolean => {
  const group = recordsOf(world, 'securityGroups')[groupId]
  if (!group || group.name === 'default') return false
  if (world.gaps.some(({ kind }) => kind === 'instances' || kind === 'vpcEndpoints')) return false
  const { nodes, endpoints } = useOfGroup(world, groupId)
  return nodes.length === 0 && endpoints.every(id => wants(all.get(id), rules))
}

const wants = (wanted: Wanted | undefined, rules: readonly SecurityGroupRule[]): boolean =>
  rules.every(rule => wanted?.rules.some(one => sameRule(one, rule)))

/** A group for this endpoint alone, beside those that it has; one that an earlier plan left is taken up again. */
const placeInOwn = (
  world: World,
  drafts: Drafts,
  endpoint: VpcEndpoint,
  rules: readonly SecurityGroupRule[],
): string | undefined => {
  const groupName = `ssm-doctor-${endpoint.id}`
  const left = groupNamed(world, endpoint.vpcId, groupName)
  if (left && !isLeftOver(world, left, endpoint.id)) return `security group ${groupName} exists already`
  if (!hasRoom(world, { rules: [] }, rules)) return 'a group of its own has no room for so many rules'
  const isOn = left !== undefined && endpoint.groupIds.includes(left.id)
  if (!isOn && groupsOfEndpoint(world, endpoint).length >= GROUPS_PER_INTERFACE)
    return `endpoint ${endpoint.id} has ${GROUPS_PER_INTERFACE} security groups, as many as it may have`
  if (left) {
    const reason = placeInGroup(world, drafts, left.id, rules)
    if (reason !== undefined) return reason
  } else drafts.changes.push(...creation(world, endpoint, groupName, rules))
  if (!isOn) drafts.changes.push(attachment(world, endpoint, left?.id, groupName))
  return undefined
}

const isLeftOver = (world: World, { id, tags }: SecurityGroup, endpointId: string): boolean => {
  const { nodes, endpoints } = useOfGroup(world, id)
  return PLAN_TAG in tags && nodes.length === 0 && endpoints.every(one => one === endpointId)
}

const creation = (
  world: World,
  { vpcId }: VpcEndpoint,
  groupName: string,
  rules: readonly SecurityGroupRule[],
): readonly Change[] => [
  { type: 'create-group', region: world.scope.region, vpcId, groupName },
  ...ruleChanges(world, { vpcId, groupName }, rules),
]

const attachment = (
  world: World,
  endpoint: VpcEndpoint,
  groupId: string | undefined,
  groupName: string,
): Change => {
  const [keeps] = endpoint.groupIds.length === 0 ? groupsOfEndpoint(world, endpoint) : []
  return {
    type: 'add-endpoint-group',
    region: world.scope.region,
    endpointId: endpoint.id,
    group: groupId === undefined ? { vpcId: endpoint.vpcId, groupName } : { groupId },
    ...(keeps !== undefined && { keeps }),
  }
}
