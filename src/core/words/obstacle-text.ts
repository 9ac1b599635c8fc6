import type { Factor, FactorKind, Path } from '../net/types.ts'

/**
 * What stands in the way of a path, as a clause with names and values:
 * `route table rtb-3 has no 0.0.0.0/0 and vpc-1 has no endpoint ssmmessages`.
 * @param factor one that blocks, or one that is not known
 */
export const obstacleText = (factor: Factor, { vpcId, way }: Pick<Path, 'vpcId' | 'way'>): string => {
  const { kind, reason = 'not known' } = factor
  if (kind === 'unseen') return ofUnseen(factor)
  if (kind === 'public address') return `it has ${reason}${askedFor(way)}`
  return inWords(kind, clause(thingOf(factor), reason), vpcId)
}

const inWords = (kind: FactorKind, text: string, vpcId: string): string => {
  if (kind === 'route')
    return text.replace(', no endpoint ', ` and ${vpcId} has no endpoint `).replace(', vpce-', ' and vpce-')
  // There is an endpoint: it is the names that do not lead to it.
  const isNames = kind === 'vpc dns' || kind === 'private dns'
  return isNames ? text.replace(/, and no (\S+), no endpoint .*$/, ', and no $1 leads there') : text
}

/** What a factor is about, with its kind: `security groups sg-1, sg-2`. */
export const thingOf = ({ kind, resource, resources = [resource] }: Factor): string => {
  switch (kind) {
    case 'vpc dns':
      return `VPC ${resource}`
    case 'private dns':
    case 'endpoint state':
      return `endpoint ${resource}`
    case 'node group':
      return groups(resources)
    case 'endpoint group':
      return `${groups(resources)} of endpoint ${resource}`
    case 'endpoint policy':
      return `the policy of endpoint ${resource}`
    case 'network acl':
      return `network ACL ${resource}`
    case 'route':
      return `route table ${resource}`
    case 'nat gateway':
      return `NAT gateway ${resource}`
    case 'internet gateway':
      return `internet gateway ${resource}`
    default:
      return resource
  }
}

const groups = (ids: readonly string[]): string =>
  `security group${ids.length === 1 ? '' : 's'} ${ids.join(', ')}`

const askedFor = (way: Path['way']): string =>
  way.kind === 'internet' ? `, which internet gateway ${way.through} asks for` : ''

/** What AWS does not show is named by its reason, where that names it. */
const ofUnseen = ({ resource, reason = 'not shown' }: Factor): string =>
  resource === '' || reason.includes(resource) ? reason : `${resource}: ${reason}`

/** How reasons begin, and how they read with the thing that they are about. */
const READINGS: readonly (readonly [RegExp, (thing: string, found: string) => string])[] = [
  [/^(\S+)(?= is a blackhole)/, (thing, route) => `${route} of ${thing}`],
  [/^DNS support is off/, thing => `DNS support of ${thing} is off`],
  [/^its state is /, thing => `${thing} is in state `],
  [/^it /, thing => `${thing} `],
  [/^no rule /, thing => `no rule of ${thing} `],
  [/^rule (\S+) /, (thing, number) => `rule ${number} of ${thing} `],
  [/^(?=no |dns|private DNS off)/, thing => `${thing} has `],
  [/^(?=denies |does not allow )/, thing => `${thing} `],
]

const clause = (thing: string, reason: string): string => {
  const reading = READINGS.find(([start]) => start.test(reason))
  if (!reading) return `${thing}: ${reason}`
  const [start, read] = reading
  return reason.replace(start, (_, found: string) => read(thing, found))
}
