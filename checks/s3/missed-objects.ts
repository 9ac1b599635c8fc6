import type { MeantStatement } from '../../src/core/index.ts'

/** How a statement that was meant for the logs in a bucket misses them, in words. */
export const missedObjects = (statement: MeantStatement): string => {
  const { policy, sid, index, pattern, differences, typo } = statement
  const place = `statement ${sid ?? index + 1} of policy ${policy.name}`
  if (!statement.editable) return `${place} leaves them out by NotResource ${pattern}`
  const named = pattern.split(':::')[1] ?? pattern
  const phrases = differences.flatMap(one => PHRASES[one]?.(named, pattern) ?? [])
  const slip = typo ? [`allows ${typo.typed}, which is not ${typo.action}`] : []
  return `${place} ${[...slip, ...phrases].join(' and ')}`
}

const PHRASES: Readonly<Record<string, (named: string, pattern: string) => string>> = {
  partition: (_named, pattern) => `names them in partition ${pattern.split(':')[1] ?? ''}`,
  bucket: named => `names ${named}`,
  name: named => `names ${named}`,
  prefix: named => `names ${named}`,
  'letter case': named => `spells it ${named} in other letter case`,
  'leading slash': named => `names ${named}, and the prefix's leading slash makes the difference`,
  'bucket itself': named => `names the bucket ${named} itself and not its objects`,
  'missing /*': named => `names ${named} without /* and so none of the objects under it`,
  form: (_named, pattern) => `names them as ${pattern}, which is not the form of an object's ARN`,
}
