import { readFileSync } from 'node:fs'
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import { UsageError } from '../core/errors.ts'
import { SNAPSHOT_FORMAT, SNAPSHOT_VERSION, type SnapshotFile } from './snapshot-format.ts'

/**
 * Holds data from a file against what a snapshot looks like.
 * @throws UsageError that says what the file is instead, or where it is wrong
 */
export function assertSnapshot(data: unknown, path: string): asserts data is SnapshotFile {
  const refuse = (why: string): never => {
    throw new UsageError(`reading snapshot ${path}: ${why}`)
  }
  const head = headOf(data)
  if (head?.format !== SNAPSHOT_FORMAT) refuse('it is no snapshot of ssm-doctor')
  if (typeof head?.version === 'number' && head.version > SNAPSHOT_VERSION)
    refuse(`it has version ${head.version}, this program knows ${SNAPSHOT_VERSION}: update ssm-doctor`)
  if (hasPrototypeKey(data)) refuse('it holds the key "__proto__"')
  const validate = validator()
  if (!validate(data)) refuse(firstError(validate.errors ?? []))
}

const headOf = (data: unknown): { readonly format?: unknown; readonly version?: unknown } | undefined =>
  typeof data === 'object' && data !== null ? data : undefined

/** Walks without recursion: how deep a file nests is the file's choice. */
const hasPrototypeKey = (data: unknown): boolean => {
  const left: unknown[] = [data]
  while (left.length > 0) {
    const one = left.pop()
    if (typeof one !== 'object' || one === null) continue
    if (Object.hasOwn(one, '__proto__')) return true
    for (const value of Object.values(one)) left.push(value)
  }
  return false
}

const validator = (): ValidateFunction => {
  const schema: unknown = JSON.parse(readFileSync(new URL('snapshot.schema.json', import.meta.url), 'utf8'))
  if (typeof schema !== 'object' || schema === null) throw new Error('the schema of snapshots is no object')
  return new Ajv({ allErrors: false, allowUnionTypes: true }).compile(schema)
}

const firstError = ([error]: readonly ErrorObject[]): string => {
  if (!error) return 'it does not look like a snapshot'
  const where = error.instancePath === '' ? 'it' : error.instancePath
  if (error.keyword === 'additionalProperties')
    return `${where} holds ${JSON.stringify(error.params['additionalProperty'])}, which this version does not know`
  if (error.keyword === 'enum') return `${where} must be one of ${String(error.params['allowedValues'])}`
  return `${where} ${error.message ?? 'is wrong'}`
}
