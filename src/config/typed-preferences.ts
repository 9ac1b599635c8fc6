import type { Config } from './config.ts'

type Preferences = NonNullable<NonNullable<Config['expect']>['preferences']>

/** The declared inputs as a document has them: flags as booleans, minutes as texts. */
export const typedPreferences = (preferences: Preferences): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(preferences).map(([field, value]) => [field, typed(value)]))

const FLAGS: ReadonlyMap<unknown, boolean> = new Map([
  ['true', true],
  ['false', false],
])

const typed = (value: unknown): unknown =>
  typeof value === 'number' ? String(value) : (FLAGS.get(value) ?? value)
