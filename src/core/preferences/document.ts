import type { PreferencesFault } from './preferences.ts'
import { unknownKeys } from './unknown-keys.ts'
import { isObject, kindOf, shown, type JsonObject } from './json.ts'

/** aws: https://docs.aws.amazon.com/general/latest/gr/ssm.html (document size) */
export const MOST_BYTES = 64 * 1024

const TOP_LEVEL = ['schemaVersion', 'description', 'sessionType', 'inputs', 'parameters', 'properties']
const SESSION_TYPES = new Set(['Standard_Stream', 'InteractiveCommands', 'NonInteractiveCommands', 'Port'])

interface ReadDocument {
  /** Absent where the document has none that can be read. */
  readonly inputs?: JsonObject
  readonly faults: readonly PreferencesFault[]
}

/** Reads a document's top level: its size, its schema version and session type, and where its inputs are. */
export const readDocument = (content: string): ReadDocument => {
  const size = sizeFaults(content)
  const parsed = parseObject(content)
  if ('fault' in parsed) return { faults: [...size, parsed.fault] }
  const { document } = parsed
  const faults = [
    ...size,
    ...unknownKeys(document, TOP_LEVEL),
    ...schemaVersionFaults(document['schemaVersion']),
    ...sessionTypeFaults(document['sessionType']),
    ...inputsFaults(document),
  ]
  return isObject(document['inputs']) ? { inputs: document['inputs'], faults } : { faults }
}

const hang = (field: string, problem: string): PreferencesFault => ({
  field,
  problem,
  effect: 'hang',
  severity: 'critical',
})

const sizeFaults = (content: string): readonly PreferencesFault[] => {
  const bytes = new TextEncoder().encode(content).length
  if (bytes <= MOST_BYTES) return []
  const problem = `the document has ${bytes} bytes, more than the ${MOST_BYTES} that Systems Manager takes`
  return [{ field: 'content', problem, effect: 'none', severity: 'high' }]
}

const parseObject = (
  content: string,
): { readonly document: JsonObject } | { readonly fault: PreferencesFault } => {
  try {
    const document: unknown = JSON.parse(content)
    if (isObject(document)) return { document }
    return { fault: hang('content', `the document is ${kindOf(document)}, not a JSON object`) }
  } catch {
    return { fault: hang('content', 'the document is not JSON') }
  }
}

const schemaVersionFaults = (value: unknown): readonly PreferencesFault[] => {
  if (value === '1.0') return []
  if (value === undefined || value === null || typeof value === 'string') {
    const problem = value
      ? `schemaVersion is ${shown(value)}, not "1.0"`
      : 'schemaVersion is absent, not "1.0"'
    return [{ field: 'schemaVersion', problem, effect: 'abort', severity: 'critical' }]
  }
  return [hang('schemaVersion', `schemaVersion is ${kindOf(value)} (${shown(value)}), not the string "1.0"`)]
}

const sessionTypeFaults = (value: unknown): readonly PreferencesFault[] => {
  if (value === 'Standard_Stream') return []
  const field = 'sessionType'
  if (value !== undefined && value !== null && typeof value !== 'string') {
    return [hang(field, `sessionType is ${kindOf(value)} (${shown(value)}), not a string`)]
  }
  if (!value) {
    return [{ field, problem: 'sessionType is absent', effect: 'abort', severity: 'critical' }]
  }
  if (!SESSION_TYPES.has(value)) {
    const problem = `sessionType ${shown(value)} is none that the agent knows`
    return [{ field, problem, effect: 'abort', severity: 'critical' }]
  }
  const problem = `sessionType is ${shown(value)}: default sessions open no shell`
  return [{ field, problem, effect: value === 'Port' ? 'loss' : 'none', severity: 'high' }]
}

const inputsFaults = (document: JsonObject): readonly PreferencesFault[] => {
  const inputs = document['inputs']
  if (isObject(inputs)) return []
  if (inputs !== undefined && inputs !== null) {
    return [hang('inputs', `inputs is ${kindOf(inputs)}, not an object`)]
  }
  if (document['sessionType'] !== 'Standard_Stream') return []
  return [{ field: 'inputs', problem: 'inputs is absent', effect: 'loss', severity: 'high' }]
}
