import {
  awsCommand,
  compareVersions,
  defineCheck,
  ifReadable,
  isVersion,
  olderThan,
  type Evidence,
  type JudgedNode,
  type ManagedNode,
  type Problem,
  type Remedy,
  type Scope,
  type Severity,
} from '../../src/core/index.ts'
import {
  AGENT_FEATURES,
  BAD_RELEASES,
  NEWEST_KNOWN,
  type AgentFeature,
  type BadRelease,
} from './agent-features.ts'
import { causesOf, FEATURE_CAUSES, FEATURE_KINDS, useOf, type FeatureRecords } from './feature-use.ts'

export default defineCheck({
  id: 'node/agent-version',
  title: 'the agent is new enough for what the preferences ask of it',
  why: 'An old agent hangs on, refuses or silently leaves out what it does not know: the preferences may be right and the record missing all the same.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-prerequisites.html',
  severity: 'low',
  fix: 'none',
  each: 'judgedNodes',
  needs: FEATURE_KINDS,
  after: ['node/registered'],
  mayFollow: ['node/agent-ping', ...FEATURE_CAUSES],
  run(node, records, scope) {
    const { managed } = node
    if (!managed) return undefined
    const agent = managed.agentVersion
    if (agent === undefined || !isVersion(agent)) return unknownVersion(node, agent, scope)
    return (
      tooOld(node, agent, records, scope) ??
      badRelease(node, agent, scope) ??
      notLatest(managed, agent, scope)
    )
  },
})

const unknownVersion = (node: JudgedNode, agent: string | undefined, scope: Scope): Problem => ({
  message: `Systems Manager does not tell the agent's version${agent === undefined ? '' : `: it says ${JSON.stringify(agent)}`}`,
  verdict: 'unknown',
  remedy: updateAgent(node.id, scope),
})

interface Lack {
  readonly feature: AgentFeature
  readonly severity: Severity
  /** Lacking by the manual or by the sources alone, or asked for by one version of the preferences alone. */
  readonly certain: boolean
}

const SEVERITY_OF = { abort: 'critical', silent: 'high', degraded: 'medium' } as const
const WORST_FIRST: readonly Severity[] = ['critical', 'high', 'medium']

const tooOld = (
  node: JudgedNode,
  agent: string,
  records: FeatureRecords,
  scope: Scope,
): Problem | undefined => {
  const lackIn = (feature: AgentFeature): readonly Lack[] => lackOf(feature, node, agent, records, scope)
  // What is certain is told even where a read failed that another feature hangs on.
  const readable = AGENT_FEATURES.flatMap(feature => ifReadable(() => lackIn(feature)) ?? [])
  const certain = readable.filter(lack => lack.certain)
  const lacks = certain.length > 0 ? readable : AGENT_FEATURES.flatMap(lackIn)
  const [worst] = (certain.length > 0 ? certain : lacks).toSorted(
    (a, b) => WORST_FIRST.indexOf(a.severity) - WORST_FIRST.indexOf(b.severity),
  )
  if (!worst) return undefined
  return {
    message: messageOf(agent, worst),
    severity: worst.severity,
    ...(!worst.certain && { verdict: 'unknown' as const }),
    because: causesOf(worst.feature.key, node, records),
    evidence: [shownAgent(agent), ...lacks.map(shownFeature)],
    remedy: updateAgent(node.id, scope),
  }
}

const lackOf = (
  feature: AgentFeature,
  node: JudgedNode,
  agent: string,
  records: FeatureRecords,
  scope: Scope,
): readonly Lack[] => {
  const { since, sourceSince } = feature
  // The records are read only for an agent that may be too old: others need none of them.
  if (!olderThan(agent, sourceSince ?? since)) return []
  const use = useOf(feature.key, node, records, scope)
  if (use === 'no') return []
  return [
    { feature, severity: SEVERITY_OF[feature.shortfall], certain: use === 'yes' && olderThan(agent, since) },
  ]
}

const messageOf = (agent: string, { feature, certain }: Lack): string => {
  const { since, sourceSince, name, effect } = feature
  if (certain) return `agent ${agent} is older than ${since}, which ${name} needs: ${effect}`
  if (olderThan(agent, since)) {
    return `agent ${agent} is older than ${since}, which ${name} needs in one of two versions of the preferences: ${effect}`
  }
  return `agent ${agent} may be too old for ${name}, since ${since} by the manual and ${sourceSince} by the release notes: ${effect}`
}

const shownAgent = (agent: string): Evidence => ({
  label: 'agent',
  value: agent,
  source: 'Systems Manager',
})

const shownFeature = ({ feature }: Lack): Evidence => ({
  label: 'needed',
  value: feature.since,
  source: `${feature.name.replace(/,$/, '')}: ${feature.effect}`,
})

const badRelease = (node: JudgedNode, agent: string, scope: Scope): Problem | undefined => {
  const bad = BAD_RELEASES.find(release => isHit(release, node, agent))
  if (!bad) return undefined
  return {
    message: `agent ${agent} is ${bad.what}, and the node is not online`,
    severity: 'high',
    verdict: 'unknown',
    // Why a node does not answer is told once: this may be a reason for it.
    because: [{ check: 'node/agent-ping', subject: node.id }],
    evidence: [shownAgent(agent), { label: 'bad', value: `after ${bad.after}`, source: bad.report }],
    remedy: updateAgent(node.id, scope),
  }
}

const isHit = ({ after, through, platform }: BadRelease, { managed }: JudgedNode, agent: string): boolean =>
  managed?.pingStatus !== 'Online' &&
  compareVersions(agent, after) > 0 &&
  (through === undefined || compareVersions(agent, through) <= 0) &&
  (platform === undefined || (managed?.platformName ?? '').startsWith(platform))

/** For Linux what Systems Manager says counts; it says nothing of use for the others. */
const notLatest = (managed: ManagedNode, agent: string, scope: Scope): Problem | undefined => {
  const remedy = updateAgent(managed.id, scope)
  if (managed.platformType === 'Linux') {
    if (managed.isLatestVersion !== false) return undefined
    const message = `agent ${agent} is not the latest of the Region`
    return { message, evidence: [shownAgent(agent)], remedy }
  }
  if (!olderThan(agent, NEWEST_KNOWN)) return undefined
  const message = `agent ${agent} is older than ${NEWEST_KNOWN}`
  return { message, evidence: [shownAgent(agent)], remedy }
}

const updateAgent = (id: string, { region }: Scope): Remedy => ({
  text: 'update the agent; a node that does not answer has to be updated on the host itself',
  commands: [
    awsCommand('ssm send-command', { 'document-name': 'AWS-UpdateSSMAgent', 'instance-ids': id, region }),
  ],
})
