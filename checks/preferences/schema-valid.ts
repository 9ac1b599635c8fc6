import {
  correctionOf,
  defineCheck,
  ifReadable,
  olderThan,
  SEVERITIES,
  type Evidence,
  type ManagedNode,
  type PreferenceEdit,
  type Preferences,
  type PreferencesFault,
  type PreferencesVersion,
  type Problem,
  type Scope,
  type Severity,
} from '../../src/core/index.ts'
import { anyNode, NODE_KINDS } from './any-node.ts'
import { ifCertain, setting } from './setting.ts'

export default defineCheck({
  id: 'preferences/schema-valid',
  title: 'the agent reads the preferences as they were meant',
  why: 'The agent reports a document that it cannot parse to nobody: the session hangs, and the only trace is a line in the log on the node. A name in the wrong form loses the record just as silently.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-schema.html',
  severity: 'high',
  fix: 'review',
  asks: ['set-preferences'],
  each: 'preferences',
  needs: NODE_KINDS,
  after: ['preferences/document-exists'],
  mayFollow: ['preferences/default-version-current'],
  run(preferences, records, scope) {
    const flawed = flawedFields(preferences)
    if (flawed.length === 0) return undefined
    const judged = ifReadable(() => new Set(Object.keys(records.judgedNodes)))
    const listed = Object.values(records.managedNodes).filter(({ id }) => judged?.has(id) ?? true)
    const inScope = anyNode(records)
    return flawed.map(field => problemOf(field, preferences, { listed, inScope }, scope))
  },
})

/** What is wrong with one field, in the versions in which it is. */
interface FlawedField {
  readonly field: string
  readonly flaws: readonly [Flaw, ...Flaw[]]
}

interface Flaw {
  readonly version: PreferencesVersion
  readonly fault: PreferencesFault
}

const flawedFields = ({ versions }: Preferences): readonly FlawedField[] => {
  const fields = new Map<string, [Flaw, ...Flaw[]]>()
  for (const version of versions) {
    for (const fault of version.faults) {
      const known = fields.get(fault.field)
      if (!known) fields.set(fault.field, [{ version, fault }])
      else known.push({ version, fault })
    }
  }
  return [...fields].map(([field, flaws]) => ({ field, flaws }))
}

/** The nodes of the Region as far as they matter here. */
interface Nodes {
  readonly listed: readonly ManagedNode[]
  readonly inScope: boolean
}

/** A flaw, and what it does to the nodes that are there; `hurt` is absent where it hurts all alike. */
interface Weighed extends Flaw {
  readonly severity: Severity
  readonly effect: PreferencesFault['effect']
  readonly hurt?: readonly string[]
}

/** A document that no judged node meets, or that all their agents read well, is at most a small matter. */
const weigh = ({ listed, inScope }: Nodes, { version, fault }: Flaw): Weighed => {
  const { fixedInAgent, severity, effect } = fault
  if (fixedInAgent === undefined) {
    return { version, fault, effect, severity: inScope ? severity : mildest(severity) }
  }
  const hurt = listed.filter(node => olderThan(node.agentVersion, fixedInAgent)).map(node => node.id)
  return hurt.length > 0
    ? { version, fault, hurt, effect, severity }
    : { version, fault, hurt, effect: 'none', severity: mildest(severity) }
}

const mildest = (severity: PreferencesFault['severity']): Severity => (severity === 'info' ? 'info' : 'low')

const rank = ({ severity }: Weighed): number => SEVERITIES.indexOf(severity)

/** Whether all versions have the flaw, and are equally bad for it: which of them applies is not known. */
const holdsInAll = (weighed: readonly Weighed[], { versions }: Preferences): boolean => {
  const worstIn = versions.map(({ which }) =>
    Math.min(...weighed.filter(flaw => flaw.version.which === which).map(rank)),
  )
  return new Set(worstIn).size === 1
}

const problemOf = (
  { field, flaws }: FlawedField,
  preferences: Preferences,
  nodes: Nodes,
  scope: Scope,
): Problem => {
  const [first, ...others] = flaws
  const weighed = [weigh(nodes, first), ...others.map(flaw => weigh(nodes, flaw))] as const
  const worst = weighed.reduce((a, b) => (rank(b) < rank(a) ? b : a))
  const inAll = holdsInAll(weighed, preferences)
  const undecided = !inAll || flaws.some(flaw => flaw.fault.undecided)
  const edit = worst.severity === 'info' ? undefined : correctionIn(preferences, field, scope)
  return ifCertain({
    message: messageOf(weighed, worst, preferences),
    about: field,
    severity: worst.severity,
    ...(undecided && { verdict: 'unknown' as const }),
    ...(!inAll && { because: [{ check: 'preferences/default-version-current' }] }),
    ...(worst.hurt && { affects: worst.hurt }),
    evidence: flaws.map(evidenceOf),
    ...setting(preferences, remedyOf(field, edit), edit ? [edit] : [], scope),
  })
}

/** The newest version is the one that is edited. */
const correctionIn = ({ versions }: Preferences, field: string, scope: Scope): PreferenceEdit | undefined => {
  const newest = versions.at(-1)
  return newest && correctionOf(newest.content, field, scope)
}

const remedyOf = (field: string, edit: PreferenceEdit | undefined): string => {
  if (!edit) return `correct ${field} in the newest version and make that the default`
  const follow = field === 's3KeyPrefix' ? MOVES : ''
  return `write ${field} as ${JSON.stringify(edit.value)} into the newest version and make that the default${follow}`
}

const MOVES =
  '; records of sessions from then on are named by it: what reads them, lifecycle rules and policies have to follow'

const EFFECTS = {
  hang: ': sessions hang at their start',
  abort: ': sessions are refused at their start',
  loss: ': sessions leave no record there',
  none: '',
} as const

const messageOf = (weighed: readonly Weighed[], worst: Weighed, { versions }: Preferences): string => {
  const problems = [...new Set(weighed.map(flaw => flaw.fault.problem))].join('; ')
  const { which, version } = worst.version
  const everywhere = versions.every(one => weighed.some(flaw => flaw.version.which === one.which))
  const where = everywhere ? '' : `, in the ${which} version ${version} alone`
  return `${problems}${where}${EFFECTS[worst.effect]}`
}

const evidenceOf = ({ version, fault }: Flaw): Evidence => ({
  label: fault.field,
  value: fault.problem,
  source: `${version.which} version ${version.version}`,
})
