import type { KindView, Reading } from '../access.ts'
import type { HeldPolicy, Operator } from '../kinds.ts'
import { namesPrincipal } from '../principal-names.ts'
import type { AttachedPolicy, IamPrincipal } from '../records.ts'
import type { World } from '../snapshot.ts'
import { eachOf } from './each.ts'

/** The roles and users who open sessions, as the config names them; none where it names nobody. */
export const operatorsOf = (reading: Reading): KindView<'operators'> => {
  const patterns = reading.world.declared?.operators ?? []
  if (patterns.length === 0) return { records: {}, missing: new Map() }
  const { records, missing, whole } = reading.view('principals')
  if (whole) return { records: {}, missing: new Map(), whole }
  const isNamed = (arn: string): boolean => patterns.some(pattern => namesPrincipal(pattern, arn))
  const view = eachOf<'operators'>(
    () => Object.keys(records).filter(isNamed),
    arn => operator(reading, records[arn] as IamPrincipal),
  )
  return { ...view, missing: new Map([...missing, ...view.missing]) }
}

const operator = (reading: Reading, principal: IamPrincipal): Operator => {
  const { arn, name, id, tags, attached, inline, groups = [], boundaryArn } = principal
  const ofGroup = (group: string) => (policy: HeldPolicy) => ({
    ...policy,
    name: `${policy.name} of ${group}`,
  })
  const policies = reading.records('policies')
  const boundary = boundaryArn === undefined ? undefined : policies[boundaryArn]
  return {
    arn,
    name,
    kind: arn.includes(':user/') ? 'user' : 'role',
    id,
    tags,
    identityPolicies: [
      ...held(reading, attached, inline),
      ...groups.flatMap(group => held(reading, group.attached, group.inline).map(ofGroup(group.name))),
    ],
    ...(boundary && { boundary }),
  }
}

const held = (
  reading: Reading,
  attached: readonly AttachedPolicy[],
  inline: Readonly<Record<string, string>>,
): readonly HeldPolicy[] => {
  const policies = reading.records('policies')
  return [
    ...attached.map(({ arn, name }) => ({ arn, name, document: policies[arn]?.document ?? '' })),
    ...Object.entries(inline).map(([name, document]) => ({ name, document })),
  ]
}

/** The patterns of the config that name no role or user of the account; none where that could not be read. */
export const unmatchedOperators = ({ declared, records, gaps }: World): readonly string[] => {
  const unread = gaps.filter(({ kind }) => kind === 'principals')
  if (!records.principals || unread.some(({ id }) => id === undefined)) return []
  const arns = Object.keys(records.principals)
  return (declared?.operators ?? []).filter(
    pattern =>
      !arns.some(arn => namesPrincipal(pattern, arn)) && !unread.some(({ id = '' }) => mayHide(pattern, id)),
  )
}

/** What could not be read is told under the pattern that led there, or under an ARN that the pattern names. */
const mayHide = (pattern: string, id: string): boolean => pattern === id || namesPrincipal(pattern, id)
