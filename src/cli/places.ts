import { isAbsolute, relative, sep } from 'node:path'
import type { JsonPath } from '../config/commented-json.ts'
import type { Baseline } from '../config/baseline.ts'
import type { ReadConfig } from '../config/read-config.ts'
import type { Finding } from '../core/report.ts'
import type { Place } from '../report/context.ts'

/**
 * The line that a finding is about: in the config what is declared there, or the waiver that covers it or that it tells
 * of; in the baseline the finding that is accepted; else where the config begins, or the baseline where there is none.
 * Without either no finding has a place.
 */
export const placesIn =
  ({ config, file, lineOf }: ReadConfig, baseline?: Pick<Baseline, 'file' | 'lineOf'>) =>
  (finding: Finding): Place | undefined => {
    const path = pathOf(config, finding)
    if (baseline && (file === undefined || (finding.baselined && path.length === 0)))
      return {
        file: fromHere(baseline.file),
        line: finding.baselined ? baseline.lineOf(finding.fingerprint) : 1,
      }
    return file === undefined ? undefined : { file: fromHere(file), line: lineOf?.(path) ?? 1 }
  }

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
