import type { MeantStatement } from '../../src/core/index.ts'

/** How a statement that was meant for a log group misses it, in words. */
export const missedGroup = (statement: MeantStatement): string => {
  const { policy, sid, index, differences, typo } = statement
  const place = `statement ${sid ?? index + 1} of policy ${policy.name}`
  if (!statement.editable) return `${place} leaves it out by NotResource ${statement.pattern}`
  const phrases = differences.flatMap(one => PHRASES[one]?.(statement.pattern) ?? [])
  const slip = typo ? [`allows ${typo.typed}, which is not ${typo.action}`] : []
  return `${place} ${[...slip, ...phrases].join(' and ')}`
}

/** A part of an ARN of a log group: `arn:PARTITION:logs:REGION:ACCOUNT:log-group:NAME:…`. */
const part = (arn: string, index: number): string => arn.split(':')[index] ?? arn
const nameIn = (pattern: string): string => (part(pattern, 5) === 'log-group' ? part(pattern, 6) : pattern)

const PHRASES: Readonly<Record<string, (pattern: string) => string>> = {
  partition: pattern => `names it in partition ${part(pattern, 1)}`,
  Region: pattern => `names it in Region ${part(pattern, 3) || '(none)'}`,
  account: pattern => `names it in account ${part(pattern, 4) || '(none)'}`,
  name: pattern => `names ${nameIn(pattern)}`,
  'letter case': pattern => `spells it ${nameIn(pattern)} in other letter case`,
  slashes: pattern => `spells it ${nameIn(pattern)} with other slashes`,
  'missing :*': () => 'lacks :* after its name, so that it covers none of its streams',
  stream: pattern => `covers only some of its streams by ${pattern}`,
  form: pattern => `names it as ${pattern}, which is not the form of a log group's ARN`,
}
