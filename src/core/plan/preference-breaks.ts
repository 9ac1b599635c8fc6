import type { Reading } from '../access.ts'
import { PREFERENCES_DOCUMENT } from '../derive/destinations.ts'
import type { JudgedNode } from '../kinds.ts'
import type { Service } from '../net/types.ts'
import { cloudWatchRecord, logGroupValidation } from '../outcome/cloudwatch.ts'
import { handshake } from '../outcome/encryption.ts'
import type { Fact } from '../outcome/fact.ts'
import { nodesInRoles } from '../outcome/outcome.ts'
import { bucketValidation } from '../outcome/s3.ts'
import { lostFields } from '../preferences/lost.ts'
import type { PreferenceInputs, PreferencesVersion } from '../preferences/preferences.ts'
import { recordsOf, type World } from '../snapshot.ts'
import { readingOf, viewOf } from '../views.ts'

/** What preferences may ask of every session that they did not ask before. */
interface Demand {
  readonly field: keyof PreferenceInputs
  /** What is asked for; empty where nothing is. */
  readonly asked: (inputs: PreferenceInputs) => string
  /** Whether a session on a node meets it. */
  readonly met: (reading: Reading, node: JudgedNode, inputs: PreferenceInputs) => Fact
  /** The service that has to be reached for it, where it was not needed before. */
  readonly service?: Service
  readonly otherwise: string
}

const flag = (on: boolean, destination: string): string => (on ? destination : '')

const REFUSED = 'sessions are refused'

const DEMANDS: readonly Demand[] = [
  {
    field: 'cloudWatchEncryptionEnabled',
    asked: inputs => flag(inputs.cloudWatchEncryptionEnabled, inputs.cloudWatchLogGroupName) && 'on',
    met: logGroupValidation,
    service: 'logs',
    otherwise: REFUSED,
  },
  {
    field: 's3EncryptionEnabled',
    asked: inputs => flag(inputs.s3EncryptionEnabled, inputs.s3BucketName) && 'on',
    met: bucketValidation,
    service: 's3',
    otherwise: REFUSED,
  },
  {
    field: 'kmsKeyId',
    asked: inputs => inputs.kmsKeyId,
    met: (reading, node, inputs) => handshake(reading, node, inputs.kmsKeyId),
    service: 'kms',
    otherwise: REFUSED,
  },
  {
    field: 'cloudWatchStreamingEnabled',
    asked: inputs => flag(inputs.cloudWatchStreamingEnabled, inputs.cloudWatchLogGroupName) && 'on',
    met: cloudWatchRecord,
    otherwise: 'the record is lost',
  },
]

/**
 * What changed preferences do to sessions that outcomes do not tell. A flag that is turned on turns silence into refused
 * sessions, for everybody at once: it must be certain for every node that its sessions pass, and what nobody could tell
 * before is not. A record or encryption that is given up is somebody's decision, never a repair.
 */
export const preferenceBreaks = (before: World, after: World): readonly string[] => {
  if (recordsOf(before, 'preferencesDocuments') === recordsOf(after, 'preferencesDocuments')) return []
  const were = versionsIn(before)
  return versionsIn(after).flatMap(version => [
    ...losses(were, version),
    ...DEMANDS.flatMap(demand => unmet(after, demand, were, version) ?? []),
  ])
}

const versionsIn = (world: World): readonly PreferencesVersion[] =>
  viewOf(world, 'preferences').records[PREFERENCES_DOCUMENT]?.versions ?? []

const losses = (were: readonly PreferencesVersion[], { inputs }: PreferencesVersion): readonly string[] => {
  const fields = new Map(
    were.flatMap(version => lostFields(version.inputs, inputs).map(field => [field, version.version])),
  )
  return [...fields].map(
    ([field, version]) =>
      `${PREFERENCES_DOCUMENT}: what version ${version} sets by ${field} would be given up`,
  )
}

const unmet = (
  world: World,
  demand: Demand,
  were: readonly PreferencesVersion[],
  { inputs }: PreferencesVersion,
): string | undefined => {
  const { field, otherwise } = demand
  const asked = demand.asked(inputs)
  const isNew = asked !== '' && (were.length === 0 || were.some(one => demand.asked(one.inputs) !== asked))
  if (!isNew) return undefined
  const told = `${PREFERENCES_DOCUMENT}: with ${field} ${asked}, ${otherwise} where that cannot be met`
  const { whole, missing } = viewOf(world, 'judgedNodes')
  if (whole || missing.size > 0) return `${told}, and not all nodes could be read`
  const [first, ...others] = uncertain(world, demand, inputs)
  if (first === undefined) return undefined
  const more = others.length === 0 ? '' : ` and ${others.length} more`
  return `${told}, which is not ruled out for ${first}${more}`
}

/** The nodes whose sessions do not certainly meet a demand. */
const uncertain = (world: World, { met, service }: Demand, inputs: PreferenceInputs): readonly string[] => {
  const reading = readingOf(world)
  const placed = nodesInRoles(reading)
  const nodes = Object.values(viewOf(world, 'judgedNodes').records)
  return nodes
    .filter(
      node =>
        (service !== undefined && !surelyReaches(world, node, service)) ||
        met(reading, placed.get(node.id) ?? node, inputs).holds !== 'yes',
    )
    .map(({ id }) => id)
}

/** A node outside of a VPC has no way that could be judged: nothing is certain of it. */
const surelyReaches = (world: World, { id }: JudgedNode, service: Service): boolean =>
  viewOf(world, 'networkPaths').records[`${id}/${service}`]?.verdict === 'open'
