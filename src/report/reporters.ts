import type { Report } from '../core/report.ts'
import { renderAsff } from './asff.ts'
import type { ReportContext } from './context.ts'
import type { Format } from './format-names.ts'
import { renderGithub } from './github.ts'
import { renderHtml } from './html/page.ts'
import { renderJson } from './json.ts'
import { renderJunit } from './junit.ts'
import { COMMENT, renderMarkdown } from './markdown.ts'
import { renderOcsf } from './ocsf.ts'
import { renderSarif } from './sarif.ts'
import { renderTable } from './table.ts'

/** Makes a report's text; of a format whose readers take only so much at a time, several. */
type Reporter = (report: Report, context: ReportContext) => string | readonly string[]

/** What `--format` may name, and what makes it. */
export const REPORTERS: Readonly<Record<Format, Reporter>> = {
  table: (report, { tool, terminal, compliance }) => renderTable(report, { ...terminal, tool, compliance }),
  json: renderJson,
  sarif: renderSarif,
  junit: renderJunit,
  markdown: (report, context) => renderMarkdown(report, context, COMMENT),
  html: renderHtml,
  github: renderGithub,
  asff: renderAsff,
  ocsf: renderOcsf,
}
