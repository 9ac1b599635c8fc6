import type { KindView, Reading } from '../access.ts'
import { isPlaceholder, PREFERENCES_DOCUMENT } from '../derive/destinations.ts'
import type { JudgedNode } from '../kinds.ts'
import { cloudWatchRecord, logGroupValidation } from './cloudwatch.ts'
import { connection, dataChannel, parses } from './connect.ts'
import { handshake } from './encryption.ts'
import { attempt, fails, firstObstacle, HOLDS, undecided, type Fact } from './fact.ts'
import { runsAs } from './run-as.ts'
import { bucketValidation, s3Record } from './s3.ts'
import { opensPort, type PreferencesVersion } from '../preferences/preferences.ts'
import type { Finding, Outcome, YesNoOff } from '../report.ts'
import { recordsOf, type World } from '../snapshot.ts'
import { readingOf } from '../views.ts'

/** What a session would do under one version of the preferences; an aspect that is off has no fact. */
interface Course {
  readonly connect: Fact
  readonly cloudwatch?: Fact
  readonly s3?: Fact
  readonly encrypted?: Fact
}

/**
 * What happens on each judged node when someone starts a session now, by the agent's own order of steps.
 * @param findings the audit's findings: those that explain an outcome are named in it, the outcome rests on facts alone
 */
export const outcomesOf = (world: World, findings: readonly Finding[]): readonly Outcome[] => {
  const reading = readingOf(world)
  const nodes = reading.view('judgedNodes')
  const own = findingsByNode(findings.filter(finding => isOf(world, finding)))
  const placed = nodesInRoles(reading)
  return [
    ...Object.values(nodes.records).map(node =>
      outcomeOf(reading, placed.get(node.id) ?? node, own.get(node.id) ?? []),
    ),
    ...unreadNodes(world, nodes).map(id => unreadOutcome(world, id)),
  ]
}

/** What Systems Manager lists is told of even where a read that failed leaves open whether it is judged. */
const unreadNodes = (
  world: World,
  { whole, missing }: Pick<KindView, 'whole' | 'missing'>,
): readonly string[] =>
  whole && world.gaps.includes(whole) ? Object.keys(recordsOf(world, 'managedNodes')) : [...missing.keys()]

const isOf = ({ scope }: World, finding: Finding): boolean =>
  finding.accountId === scope.accountId && (finding.region === scope.region || finding.region === 'global')

/** The nodes as their roles have them: with the ways that their calls take. */
export const nodesInRoles = (reading: Reading): ReadonlyMap<string, JudgedNode> => {
  const roles = Object.values(reading.view('nodeRoles').records)
  return new Map(roles.flatMap(role => role.nodes.map(node => [node.id, node])))
}

const findingsByNode = (findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> => {
  const byNode = new Map<string, Finding[]>()
  for (const finding of findings) {
    for (const node of finding.affects) {
      const own = byNode.get(node)
      if (own) own.push(finding)
      else byNode.set(node, [finding])
    }
  }
  return byNode
}

const unreadOutcome = ({ scope }: World, node: string): Outcome => ({
  accountId: scope.accountId,
  region: scope.region,
  node,
  canConnect: 'unknown',
  recorded: { cloudwatch: 'unknown', s3: 'unknown' },
  encrypted: 'unknown',
  userSees: null,
  causes: [],
})

const outcomeOf = (reading: Reading, node: JudgedNode, findings: readonly Finding[]): Outcome => {
  const { scope } = reading.world
  const courses = coursesOf(reading, node)
  const connect = merge(courses.map(course => course.connect))
  const facts = courses.flatMap(course => [course.connect, course.cloudwatch, course.s3, course.encrypted])
  return {
    accountId: scope.accountId,
    region: scope.region,
    node: node.id,
    ...(node.name !== undefined && { name: node.name }),
    ...(node.roleName !== undefined && { role: node.roleName }),
    canConnect: connect.holds,
    recorded: {
      cloudwatch: aspect(courses.map(course => course.cloudwatch)),
      s3: aspect(courses.map(course => course.s3)),
    },
    encrypted: aspect(courses.map(course => course.encrypted)),
    userSees: connect.holds === 'no' ? (connect.sees ?? null) : null,
    causes: causesOf(facts, findings),
  }
}

/** One course per version that may apply; none of the document's aspects where there is no document. */
const coursesOf = (reading: Reading, node: JudgedNode): readonly Course[] => {
  const before = connection(reading, node)
  const channel = dataChannel(reading, node)
  const view = reading.view('preferences')
  const preferences = view.records[PREFERENCES_DOCUMENT]
  if (!preferences) {
    const unread = undecided(['preferences/document-exists'])
    return [
      {
        connect: firstObstacle([...before, unread, channel]),
        cloudwatch: unread,
        s3: unread,
        encrypted: unread,
      },
    ]
  }
  if (preferences.versions.length === 0) return [{ connect: firstObstacle([...before, channel]) }]
  return preferences.versions.map(version => courseOf(reading, node, version, { before, channel }))
}

/** The steps that are the same under every version: before the document is read, and after. */
interface Opening {
  readonly before: readonly Fact[]
  readonly channel: Fact
}

const courseOf = (
  reading: Reading,
  node: JudgedNode,
  version: PreferencesVersion,
  { before, channel }: Opening,
): Course => {
  const { inputs } = version
  const opened = [...before, parses(node, version), channel]
  if (opensPort(version)) return portCourse(firstObstacle(opened), version)
  const shaken =
    inputs.kmsKeyId === ''
      ? undefined
      : known(inputs.kmsKeyId, () => handshake(reading, node, inputs.kmsKeyId))
  const steps = [
    ...opened,
    shaken ?? HOLDS,
    inputs.cloudWatchEncryptionEnabled
      ? known(inputs.cloudWatchLogGroupName, () => logGroupValidation(reading, node, inputs))
      : HOLDS,
    inputs.s3EncryptionEnabled
      ? known(inputs.s3BucketName, () => bucketValidation(reading, node, inputs))
      : HOLDS,
    runsAs(node, inputs),
  ]
  return {
    connect: firstObstacle(steps),
    ...(shaken && { encrypted: shaken }),
    ...(inputs.cloudWatchLogGroupName !== '' && {
      cloudwatch: known(inputs.cloudWatchLogGroupName, () => cloudWatchRecord(reading, node, inputs)),
    }),
    ...(inputs.s3BucketName !== '' && {
      s3: known(inputs.s3BucketName, () => s3Record(reading, node, inputs)),
    }),
  }
}

const portCourse = (connect: Fact, { inputs }: PreferencesVersion): Course => {
  const nothing = fails(['preferences/schema-valid'])
  return {
    connect,
    ...(inputs.cloudWatchLogGroupName !== '' && { cloudwatch: nothing }),
    ...(inputs.s3BucketName !== '' && { s3: nothing }),
    ...(inputs.kmsKeyId !== '' && { encrypted: nothing }),
  }
}

/** A step that rests on a name; one that is left to the node cannot be judged from here. */
const known = (name: string, step: () => Fact): Fact =>
  isPlaceholder(name) ? undecided(['preferences/schema-valid']) : attempt([], step)

/** Which version applies is not known: what all agree on holds, else it is unknown. */
const merge = (facts: readonly Fact[]): Fact => {
  const [first] = facts
  if (first && facts.every(fact => fact.holds === first.holds)) return first
  return undecided(facts.flatMap(fact => fact.checks))
}

const aspect = (facts: readonly (Fact | undefined)[]): YesNoOff => {
  const values = new Set(facts.map(fact => fact?.holds ?? 'off'))
  const [only] = values
  return values.size === 1 && only !== undefined ? only : 'unknown'
}

/** The roots of a node's findings that look at what failed or could not be decided. */
const causesOf = (facts: readonly (Fact | undefined)[], findings: readonly Finding[]): readonly string[] => {
  const checks = new Set(facts.flatMap(fact => (fact && fact.holds !== 'yes' ? fact.checks : [])))
  const named = findings.filter(finding => checks.has(finding.check))
  return [...new Set(named.map(finding => finding.causedBy ?? finding.fingerprint))]
}
