import {
  following,
  hopsOf,
  ifReadable,
  obstacleText,
  type AllRecords,
  type Cause,
  type Declared,
  type Evidence,
  type Factor,
  type JudgedNode,
  type NetworkFault,
  type NetworkPath,
  type Problem,
  type Remedy,
  type Scope,
  type Service,
  type Severity,
  type VpcEndpoint,
} from '../../src/core/index.ts'
import { causeBy, FACTOR_CHECKS } from './factor-checks.ts'
import { remedyOf } from './path-remedy.ts'
import { closedAlike, earlierThan, laterThan, ORDER } from './same-faults.ts'

/** What all checks of a path read. */
export const PATH_NEEDS = ['networkPaths', 'networkFaults', 'vpcEndpoints', 'declared'] as const

type PathRecords = {
  readonly [K in (typeof PATH_NEEDS)[number]]: Readonly<Record<string, AllRecords[K]>>
}

/** How bad it is that a path is closed, and what comes of it where that is not plain. */
export interface Closed {
  readonly severity: Severity
  readonly effect?: string
}

/** The checks that a closed path to a service may follow from. */
export const causesOfPath = (service: Service): readonly string[] => [
  ...FACTOR_CHECKS,
  ...earlierThan(service).map(checkOf),
]

const checkOf = (service: Service): string => `network/${service}-path`

/** The problem that there is where a node does not reach a service, or where nobody can tell whether it does. */
export const pathProblem = (
  node: JudgedNode,
  service: Service,
  closed: Closed,
  records: PathRecords,
  scope: Scope,
): Problem | undefined => {
  const path = records.networkPaths[`${node.id}/${service}`]
  const obstacle = path?.obstacle
  const declared = records.declared['config']
  if (!path || !obstacle || path.verdict === 'open') return undefined
  if (path.verdict === 'unknown' && isForeign(path, declared, scope)) return undefined
  const told = {
    about: keyOf(obstacle),
    evidence: evidenceOf(path),
    remedy: remedyFor(node, path, obstacle, records, scope),
  }
  return path.verdict === 'blocked'
    ? { ...told, ...blocked(path, obstacle, closed, scope), ...causesOf(path, told.remedy, records) }
    : { ...told, ...notKnown(path, obstacle, closed, scope), because: causesBy([obstacle]) }
}

/** What is not shown of a subnet that is meant to be another account's is its owner's to tell. */
const isForeign = (
  { subnetId }: NetworkPath,
  declared: Declared | undefined,
  { partition, region }: Scope,
): boolean =>
  (declared?.foreign ?? []).some(
    ({ arn, owner }) => arn === `arn:${partition}:ec2:${region}:${owner}:subnet/${subnetId}`,
  )

/** The ping that came proves the model wrong, here or on the path that meets the same obstacle. */
const isOverruled = ({ standing }: NetworkPath): boolean => standing === 'refuted' || standing === 'likely'

/** The stable key of what stands in the way. */
const keyOf = ({ kind, resource }: Factor): string => `${kind}:${resource}`

const blocked = (
  path: NetworkPath,
  obstacle: Factor,
  { severity, effect }: Closed,
  scope: Scope,
): Pick<Problem, 'message' | 'severity'> => {
  const obstacles = [obstacle, ...path.furtherObstacles].map(factor => obstacleText(factor, path))
  const end = effect === undefined ? '' : `; ${effect}`
  return {
    message: `${path.node} cannot reach ${placeOf(path, scope)}: ${obstacles.join(', and ')}${end}`,
    severity,
  }
}

/** What evidence leaves of the model's answer, and what nobody can see. */
const notKnown = (
  path: NetworkPath,
  obstacle: Factor,
  { severity, effect }: Closed,
  scope: Scope,
): Pick<Problem, 'message' | 'severity' | 'verdict'> => {
  const overruled = isOverruled(path)
  const evidence = path.evidence === undefined ? '' : `; ${path.evidence}`
  const end = effect === undefined || overruled ? '' : `; if it does not, ${effect}`
  return {
    message: `whether ${path.node} reaches ${placeOf(path, scope)} is not known: ${obstacleText(obstacle, path)}${evidence}${end}`,
    severity: overruled ? 'info' : severity,
    verdict: 'unknown',
  }
}

const placeOf = ({ service, region }: NetworkPath, scope: Scope): string =>
  region === scope.region ? service : `${service} of ${region}`

/**
 * What a closed path follows from: the things that close it, where each of them has a check of its own (else it is told
 * itself), and the node's earlier paths that the same things close.
 */
const causesOf = (
  path: NetworkPath,
  remedy: Remedy,
  { networkFaults, networkPaths }: PathRecords,
): Pick<Problem, 'because' | 'remedy'> => {
  const siblings = closedAlike(path, earlierThan(path.service), networkPaths).map(causeOf)
  const factors = causesBy(path.faults.flatMap(id => networkFaults[id] ?? []))
  if (factors.length === 0) return { because: siblings, remedy }
  const { because = [], remedy: after } = following({ message: '', remedy }, ...factors)
  return { because: [...because, ...siblings], remedy: after }
}

const causesBy = (faults: readonly Pick<NetworkFault, 'kind' | 'resource'>[]): readonly Cause[] => {
  const causes = faults.flatMap(fault => causeBy(fault) ?? [])
  return causes.length === faults.length ? causes : []
}

const causeOf = ({ service, node, obstacle }: NetworkPath): Cause => ({
  check: checkOf(service),
  subject: node,
  ...(obstacle && { about: keyOf(obstacle) }),
})

const remedyFor = (
  { instance }: JudgedNode,
  path: NetworkPath,
  obstacle: Factor,
  { networkPaths, vpcEndpoints }: PathRecords,
  scope: Scope,
): Remedy => {
  if (obstacle.verdict === 'unknown') return lookFor(obstacle)
  if (isOverruled(path)) return { text: UNSEEN_WAY }
  const others = closedAlike(path, laterThan(path.service), networkPaths)
  const endpoints = ifReadable(() => Object.values(vpcEndpoints)) ?? []
  const { interfaces = [] } = instance ?? {}
  const [nodeGroup] = (interfaces.find(one => one.primary) ?? interfaces[0])?.groupIds ?? []
  const reached = endpoints.find(one => isReached(one, path.node, networkPaths))
  return remedyOf([path, ...others], obstacle, { endpoints, reached, nodeGroup }, scope)
}

/** Whether some way of the node leads through an endpoint that has groups of its own, and is open. */
const isReached = (
  { id, groupIds }: VpcEndpoint,
  node: string,
  paths: PathRecords['networkPaths'],
): boolean =>
  groupIds.length > 0 &&
  ORDER.some(service => {
    const path = ifReadable(() => paths[`${node}/${service}`])
    return path?.verdict === 'open' && path.way.kind === 'interface endpoint' && path.way.endpointId === id
  })

const UNSEEN_WAY =
  'nothing needs to be done for what works: find out what carries it, such as a proxy in the settings of the agent'

const lookFor = ({ look = 'what the model does not see there' }: Factor): Remedy => ({
  text: /^(?:whether|which|what|where|who|how) /.test(look) ? `find out ${look}` : `look at ${look}`,
})

const evidenceOf = (path: NetworkPath): readonly Evidence[] => [
  { label: 'path', value: hopsOf(path.node, path), source: `${path.subnetId} of ${path.vpcId}` },
  ...path.factors.flatMap(ruleOf),
  ...path.notes.map(value => ({ label: 'note', value, source: path.vpcId })),
  ...(path.evidence === undefined
    ? []
    : [{ label: 'heard', value: path.evidence, source: 'Systems Manager' }]),
]

const ruleOf = ({ kind, resource, verdict, rule }: Factor): readonly Evidence[] =>
  verdict === 'open' || rule === undefined ? [] : [{ label: kind, value: rule, source: resource }]
