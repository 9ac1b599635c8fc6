import type { SimulatedRequest } from '../records.ts'

/** A fact of a request as IAM's policy simulator takes it. */
export interface ContextEntry {
  readonly ContextKeyName: string
  readonly ContextKeyType: 'string' | 'stringList' | 'boolean' | 'numeric' | 'date' | 'ip'
  readonly ContextKeyValues: string[]
}

type Value = SimulatedRequest['context'][string]

/**
 * The facts that can be told: one that is known to be absent is left out.
 *
 * aws: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ContextEntry.html
 */
export const contextEntries = (context: SimulatedRequest['context']): ContextEntry[] =>
  Object.entries(context).flatMap(([name, value]) => {
    if (value === null) return []
    const values = typeof value === 'object' ? [...value] : [String(value)]
    return [{ ContextKeyName: name, ContextKeyType: typeOf(name, value), ContextKeyValues: values }]
  })

const typeOf = (name: string, value: Exclude<Value, null>): ContextEntry['ContextKeyType'] => {
  if (name === 'aws:CurrentTime') return 'date'
  if (name === 'aws:VpcSourceIp') return 'ip'
  if (typeof value === 'boolean') return 'boolean'
  if (typeof value === 'number') return 'numeric'
  return typeof value === 'string' ? 'string' : 'stringList'
}
