import type { BrokenPlugin } from '../config/plugins/plugin.ts'
import type { Report } from '../core/report.ts'
import type { CheckFacts } from '../report/context.ts'

/** A report that tells of plugins which could not be loaded, each as a check that crashed. */
export const withUnloaded = (report: Report, unloaded: readonly BrokenPlugin[]): Report =>
  unloaded.length === 0
    ? report
    : {
        ...report,
        checks: [
          ...report.checks,
          ...unloaded.map(plugin => ({
            id: idOf(plugin),
            status: 'crashed' as const,
            subjects: 0,
            reason: `loading plugin ${plugin.name}: ${plugin.reason}`,
          })),
        ],
      }

/** What formats say of a check, said of a plugin that could not be loaded. */
export const asCheck = (plugin: BrokenPlugin): CheckFacts => ({
  id: idOf(plugin),
  title: `the plugin ${plugin.name} can be loaded`,
  why: 'What its checks look at has not been looked at.',
  docs: 'https://nodejs.org/api/esm.html',
  severity: 'high',
  fix: 'none',
})

/** In an area that no check can have. */
const idOf = ({ name }: BrokenPlugin): string =>
  `plugin/${name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')}`
