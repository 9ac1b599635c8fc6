import type { KindView, Reading } from '../access.ts'

/** Those who open sessions, as the config names them. */
export const operatorsOf = ({ world }: Reading): KindView<'operators'> => ({
  records: Object.fromEntries((world.declared?.operators ?? []).map(arn => [arn, { arn }])),
  missing: new Map(),
})
