import { ifReadable } from '../access.ts'
import { declaredPreferences, valueOf } from '../preferences/declared.ts'
import { readDocument } from '../preferences/document.ts'
import { flagMeant } from '../preferences/flags.ts'
import { FLAGS } from '../preferences/inputs.ts'
import { isObject, kindOf } from '../preferences/json.ts'
import { graveFaults } from '../preferences/preferences.ts'
import { profileFaults } from '../preferences/profile-lines.ts'
import { namedKey } from '../session/session-key.ts'
import type { Scope, World } from '../snapshot.ts'
import { readingOf } from '../views.ts'
import type { FieldRepair } from './field-repairs.ts'
import type { PlacedVersion } from './versions-in.ts'

/** A field as it stands in the text of a document. */
export const rawValue = (content: string, field: string): unknown => {
  const [name = field, shell] = field.split('.')
  const value = readDocument(content).inputs?.[name]
  if (shell === undefined) return value
  return isObject(value) ? value[shell] : undefined
}

/** Why what a version has in a field cannot be declared, or should not be: lower case, no full stop. */
export const obstacleIn = (
  { world, version }: PlacedVersion,
  field: string,
  repairs: readonly FieldRepair[],
): string | undefined => {
  if (version.leftToNode.includes(field)) return 'the node fills it in at the start of a session'
  const raw = rawValue(version.content, field)
  if (!isPlain(field, raw)) return `it is ${kindOf(raw)}, which does not say what is meant`
  const value = valueOf(version, field) ?? ''
  const obstacle = typeof value === 'string' ? obstacleOf(field, value, world) : undefined
  return obstacle ?? repairs.find(isOtherThan(field, value, world.scope))?.message
}

const isPlain = (field: string, raw: unknown): boolean => {
  const isFlag = FLAGS.some(name => name === field)
  if (!isFlag) return typeof raw === 'string'
  return typeof raw === 'boolean' || (typeof raw === 'string' && flagMeant(raw) !== undefined)
}

/** What a fault is to be mended by, nobody agreed to leave as it is; declared, it could not be mended. */
const isOtherThan =
  (field: string, value: string | boolean, { accountId, region }: Scope) =>
  (repair: FieldRepair): boolean =>
    repair.field === field &&
    repair.value !== value &&
    repair.region === region &&
    repair.accountId === accountId

const obstacleOf = (field: string, value: string, world: World): string | undefined => {
  if (hasPlaceholder(field, value)) return 'it holds ${…}, which the config would read as a place'
  const shell = field.startsWith('shellProfile.')
  if (shell && profileFaults(value).some(({ fault }) => fault === 'secret')) return 'it holds a secret'
  if (shell) return undefined
  const fault = faultOf(field, value, world)
  if (fault !== undefined) return fault
  return isGone(field, value, world) ? `${value} does not exist` : undefined
}

/** Shells have placeholders of their own. */
const hasPlaceholder = (field: string, value: string): boolean =>
  field.startsWith('shellProfile.')
    ? value.includes('${region}') || value.includes('${account}')
    : value.includes('${')

/** What the agent would find fault with, whoever declares it. */
const faultOf = (field: string, value: string, { scope }: World): string | undefined => {
  const read = declaredPreferences({ preferences: { [field]: value } }, scope)
  return read && graveFaults(read).find(fault => fault.field === field)?.problem
}

/** What is named and not there was hardly agreed on; declared, no repair would name another. */
const isGone = (field: string, value: string, world: World): boolean => {
  const reading = readingOf(world)
  const looks: Readonly<Record<string, () => boolean>> = {
    cloudWatchLogGroupName: () => reading.records('logGroups')[value] === undefined,
    s3BucketName: () => reading.records('buckets')[value] === undefined,
    kmsKeyId: () => namedKey(value, reading.records('keys'), world.scope) === undefined,
  }
  const look = looks[field]
  return value !== '' && look !== undefined && ifReadable(look) === true
}
