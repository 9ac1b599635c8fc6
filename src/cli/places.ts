import { isAbsolute, relative, sep } from 'node:path'
import type { JsonPath } from '../config/commented-json.ts'
import type { ReadConfig } from '../config/read-config.ts'
import type { Finding } from '../core/report.ts'
import type { Place } from '../report/context.ts'

/**
 * The line of the config that a finding is about: what is declared there, or the waiver that covers it or that it tells
 * of; else where the config begins. Without a config no finding has a place.
 */
export const placesIn =
  ({ config, file, lineOf }: ReadConfig) =>
  (finding: Finding): Place | undefined =>
    file === undefined ? undefined : { file: fromHere(file), line: lineOf?.(pathOf(config, finding)) ?? 1 }

/** As code scanning wants it: from the root of the repository, where the program is run. */
const fromHere = (file: string): string => {
  const path = relative(process.cwd(), file)
  return (path.startsWith('..') || isAbsolute(path) ? file : path).replaceAll(sep, '/')
}

const pathOf = (config: ReadConfig['config'], { check, about = '', waived }: Finding): JsonPath => {
  const { expect = {}, waivers = [] } = config
  if (check === 'preferences/as-declared') {
    const path = ['preferences', ...about.split('.')]
    return ['expect', ...(about in (expect.preferences ?? {}) || about.includes('.') ? path : [about])]
  }
  const at = waivers.findIndex(one =>
    check.startsWith('report/waiver-')
      ? `${one.check} ${one.subject}` === about
      : waived && one.check === check && one.reason === waived.reason && one.until === waived.until,
  )
  return at < 0 ? [] : ['waivers', at]
}
