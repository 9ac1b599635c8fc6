import type { KindView, Reading } from '../access.ts'
import type { Declared } from '../records.ts'

/** What the config declares, as the one record `config`. */
export const declaredOf = ({ world }: Reading): KindView<'declared'> => ({
  records: { config: world.declared ?? {} },
  missing: new Map(),
})

/** Whether the config declares that a thing is meant to be another account's. */
export const declaresForeign = (declared: Declared | undefined, arn: string): boolean =>
  declared?.foreign?.some(one => one.arn === arn) === true
