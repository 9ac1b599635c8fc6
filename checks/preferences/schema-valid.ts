import {
  defineCheck,
  olderThan,
  SEVERITIES,
  type JudgedNode,
  type Preferences,
  type PreferencesFault,
  type PreferencesVersion,
  type Problem,
  type Scope,
} from '../../src/core/index.ts'
import { editDocument } from './edit-document.ts'

export default defineCheck({
  id: 'preferences/schema-valid',
  title: 'the agent reads the preferences as they were meant',
  why: 'The agent reports a document that it cannot parse to nobody: the session hangs, and the only trace is a line in the log on the node. A name in the wrong form loses the record just as silently.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-schema.html',
  severity: 'high',
  fix: 'none',
  each: 'preferences',
  needs: ['judgedNodes'],
  after: ['preferences/document-exists'],
  run(preferences, records, scope) {
    const flawed = flawedFields(preferences)
    if (flawed.length === 0) return undefined
    const nodes = Object.values(records.judgedNodes)
    return flawed.map(field => problemOf(field, preferences, nodes, scope))
  },
})

/** What is wrong with one field, in the versions in which it is. */
interface FlawedField {
  readonly field: string
  readonly in: readonly [Flaw, ...Flaw[]]
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
  return [...fields].map(([field, flaws]) => ({ field, in: flaws }))
}

const EFFECTS = {
  hang: 'sessions hang at their start',
  abort: 'sessions are refused at their start',
  loss: 'sessions leave no record there',
  none: undefined,
} as const

const problemOf = (
  flawed: FlawedField,
  preferences: Preferences,
  nodes: readonly JudgedNode[],
  scope: Scope,
): Problem => {
  const { fault } = worst(flawed)
  const hurt = hurtBy(fault, nodes)
  const everywhere = new Set(flawed.in.map(flaw => flaw.version.which)).size === preferences.versions.length
  const undecided = !everywhere || !agrees(flawed) || flawed.in.some(flaw => flaw.fault.undecided)
  const harmless = fault.fixedInAgent !== undefined && hurt.length === 0
  return {
    message: messageOf(flawed, everywhere, harmless),
    about: flawed.field,
    severity: nodes.length === 0 || harmless ? mildest(fault.severity) : fault.severity,
    ...(undecided && { verdict: 'unknown' as const }),
    affects: hurt.map(node => node.id),
    evidence: flawed.in.map(evidenceOf),
    remedy: {
      text: `correct ${flawed.field} in the newest version and make that the default`,
      commands: editDocument(preferences, scope),
    },
  }
}

const worst = (flawed: FlawedField): Flaw => flawed.in.reduce((a, b) => (rank(b) < rank(a) ? b : a))

const rank = ({ fault }: Flaw): number => SEVERITIES.indexOf(fault.severity)

/** Whether the versions that have the flaw are equally bad: which of them applies is not known. */
const agrees = (flawed: FlawedField): boolean => {
  const worstIn = new Map<string, number>()
  for (const flaw of flawed.in) {
    const { which } = flaw.version
    worstIn.set(which, Math.min(rank(flaw), worstIn.get(which) ?? rank(flaw)))
  }
  return new Set(worstIn.values()).size === 1
}

/** A document that no judged node meets, or that all their agents read well, is at most a small matter. */
const mildest = (severity: PreferencesFault['severity']): PreferencesFault['severity'] =>
  severity === 'info' ? 'info' : 'low'

const hurtBy = ({ fixedInAgent }: PreferencesFault, nodes: readonly JudgedNode[]): readonly JudgedNode[] =>
  fixedInAgent === undefined
    ? nodes
    : nodes.filter(node => olderThan(node.managed?.agentVersion, fixedInAgent))

const messageOf = (flawed: FlawedField, everywhere: boolean, harmless: boolean): string => {
  const problems = [...new Set(flawed.in.map(flaw => flaw.fault.problem))].join('; ')
  const { fault, version } = worst(flawed)
  const effect = harmless ? undefined : EFFECTS[fault.effect]
  const where = everywhere ? '' : `, in the ${version.which} version ${version.version} alone`
  return `${problems}${where}${effect === undefined ? '' : `: ${effect}`}`
}

const evidenceOf = ({ version, fault }: Flaw): { label: string; value: string; source: string } => ({
  label: fault.field,
  value: fault.problem,
  source: `${version.which} version ${version.version}`,
})
