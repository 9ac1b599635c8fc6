import type { Declared } from '../core/records.ts'

/** What a new config says, before what is declared of the account. */
export interface NewConfig {
  /** Where editors find the schema. */
  readonly schema: string
  readonly regions: readonly string[]
}

/** The text of a new config that declares what an account has now. */
export const newConfigText = ({ schema, regions }: NewConfig, expect: Declared): string => {
  const { preferences } = expect
  const written = { ...expect, ...(preferences && { preferences: asWritten(preferences) }) }
  const config = {
    $schema: schema,
    regions,
    failOn: 'medium',
    ...(Object.keys(written).length > 0 && { expect: written }),
  }
  return `${JSON.stringify(config, undefined, 2)}\n`
}

/** Minutes are texts in a document, and numbers to whoever writes a config. */
const asWritten = (preferences: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(preferences).map(([field, value]) => [
      field,
      MINUTES.has(field) && value !== '' ? Number(value) : value,
    ]),
  )

const MINUTES: ReadonlySet<string> = new Set(['idleSessionTimeout', 'maxSessionDuration'])
