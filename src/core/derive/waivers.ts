import type { KindView, Reading } from '../access.ts'

/** The waivers of the config, once the audit knows how they fared. */
export const waiversOf = ({ world }: Reading): KindView<'waivers'> => ({
  records: Object.fromEntries(
    (world.standings ?? []).map(waiver => [`${waiver.check} ${waiver.subject}`, waiver]),
  ),
  missing: new Map(),
})
