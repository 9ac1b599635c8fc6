import type { KindView, Reading } from '../access.ts'

/** What the config declares, as the one record `config`. */
export const declaredOf = ({ world }: Reading): KindView<'declared'> => ({
  records: { config: world.declared ?? {} },
  missing: new Map(),
})
