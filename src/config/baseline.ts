import { readFileSync } from 'node:fs'
import { Ajv, type ValidateFunction } from 'ajv'
import { UsageError } from '../core/errors.ts'
import type { Finding } from '../core/report.ts'
import type { KnownFinding } from '../core/rules.ts'
import { readCommentedJson } from './commented-json.ts'
import { reasonOf } from './write-file.ts'

/** The findings of an earlier report, and what that looked at. */
export interface Baseline {
  readonly file: string
  /** The line of the file, from 1, at which a finding stands. */
  readonly lineOf: (fingerprint: string) => number
  readonly findings: Readonly<Record<string, KnownFinding>>
  readonly scopes: readonly { readonly accountId: string; readonly region: string }[]
}

/** What is read of a JSON report of ours. */
interface ReportFile {
  readonly scopes: Baseline['scopes']
  readonly findings: readonly (KnownFinding & Pick<Finding, 'waived'>)[]
}

const VERSION = 1
const MAKE = 'make one with: ssm-doctor check --format json=FILE'

/**
 * Reads a JSON report as a baseline. What was waived in it is accepted by its waiver alone, as long as that holds.
 * @throws UsageError in one line where the file is unreadable or no report of ours
 */
export const readBaseline = (path: string): Baseline => {
  const content = textOf(path)
  const { findings, scopes } = shaped(parsed(content, path), path)
  const accepted = findings.filter(({ waived }) => !waived).map(knownBy)
  return {
    file: path,
    lineOf: linesIn(content, findings),
    findings: Object.fromEntries(accepted.map(known => [known.fingerprint, known])),
    scopes: scopes.map(({ accountId, region }) => ({ accountId, region })),
  }
}

/** Where findings stand is looked up only where somebody asks: a report may be long. */
const linesIn = (content: string, findings: ReportFile['findings']): Baseline['lineOf'] => {
  let json: ReturnType<typeof readCommentedJson> | undefined
  const places = new Map(findings.map(({ fingerprint }, at) => [fingerprint, at]))
  return fingerprint => {
    const at = places.get(fingerprint)
    json ??= readCommentedJson(content)
    return at === undefined || 'problem' in json ? 1 : json.lineOf(['findings', at])
  }
}

const knownBy = (finding: KnownFinding): KnownFinding => ({
  check: finding.check,
  severity: finding.severity,
  verdict: finding.verdict,
  accountId: finding.accountId,
  region: finding.region,
  subject: finding.subject,
  ...(finding.about !== undefined && { about: finding.about }),
  message: finding.message,
  fingerprint: finding.fingerprint,
})

const parsed = (text: string, path: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (cause) {
    const why = text.trim() === '' ? 'it is empty' : 'it is not whole JSON'
    throw new UsageError(`reading baseline ${path}: ${why}; ${MAKE}`, { cause })
  }
}

const textOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new UsageError(`reading baseline ${path}: ${reasonOf(cause)}`, { cause })
  }
}

/** The parts of a file that tell whether it is one of ours. */
interface Head {
  readonly schemaVersion?: unknown
  readonly tool?: { readonly name?: unknown } | null
}

const headOf = (data: unknown): Head => (typeof data === 'object' && data !== null ? data : {})

const shaped = (data: unknown, path: string): ReportFile => {
  const { schemaVersion, tool } = headOf(data)
  if (tool?.name !== 'ssm-doctor')
    throw new UsageError(`reading baseline ${path}: it is no JSON report of ssm-doctor; ${MAKE}`)
  if (typeof schemaVersion === 'number' && schemaVersion > VERSION)
    throw new UsageError(
      `reading baseline ${path}: it has version ${schemaVersion}, this program knows ${VERSION}: update ssm-doctor`,
    )
  const validate = validator()
  if (validate(data)) return data
  const [error] = validate.errors ?? []
  throw new UsageError(
    `reading baseline ${path}: ${error?.instancePath || 'it'} ${error?.message ?? 'is wrong'}; ${MAKE}`,
  )
}

/** Later releases add fields, which are passed over. */
const validator = (): ValidateFunction<ReportFile> => {
  const schema: unknown = JSON.parse(readFileSync(new URL('report.schema.json', import.meta.url), 'utf8'))
  if (typeof schema !== 'object' || schema === null) throw new Error('the schema of reports is no object')
  return new Ajv({ allowUnionTypes: true, removeAdditional: true }).compile<ReportFile>(schema)
}
