import { createHash } from 'node:crypto'
import { controlsOf } from '../../core/compliance/controls-of.ts'
import type { Control, FrameworkId } from '../../core/compliance/types.ts'
import type { Report } from '../../core/report.ts'
import type { ReportContext } from '../context.ts'
import { printableData } from '../printable.ts'
import { rootClusters } from '../root-clusters.ts'
import { rootsOf } from '../roots.ts'
import { anchorsOf } from './anchors.ts'
import { complianceSection } from './compliance.ts'
import { controls } from './controls.ts'
import { checkSection, gapSection } from './coverage.ts'
import { findingSection } from './findings.ts'
import { html, own, textOf, type Markup } from './markup.ts'
import { outcomeSection } from './outcomes.ts'
import { pathSection } from './paths.ts'
import { moment, scopeSection } from './scope.ts'
import { SCRIPT } from './script.ts'
import { STYLE } from './style.ts'
import { summarySection } from './summary.ts'

/** The report as one page that needs nothing but itself: no network, and no script to be read. */
export const renderHtml = (report: Report, context: ReportContext): string => {
  const clean = printableData(report)
  const clusters = rootClusters(rootsOf(clean.findings))
  const page = html` <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="referrer" content="no-referrer" />
      <title>${titleOf(clean)}</title>
      ${own('style', STYLE)}
    </head>
    <body>
      <a class="skip" href="#main">Skip to the content</a>
      ${header(clean, context)}
      <div class="frame">
        ${contents(clean)}
        <main id="main" tabindex="-1">
          ${summarySection(clean)} ${controls(clean, clusters)} ${outcomeSection(clean, anchorsOf(clusters))}
          ${findingSection(clusters, check => controlsIn(check, context.compliance))}
          ${pathSection(clean.paths)} ${gapSection(clean)} ${complianceSection(clean, context.compliance)}
          ${checkSection(clean, context.checks)} ${scopeSection(clean, context)}
        </main>
      </div>
      ${own('script', SCRIPT)}
    </body>
  </html>`
  return `<!doctype html>${textOf(page)}\n`
}

/** The controls of the frameworks that the page tells of. */
const controlsIn = (check: string, asked: readonly FrameworkId[]): readonly Control[] =>
  controlsOf(check)
    .map(({ control }) => control)
    .filter(({ framework }) => asked.length === 0 || asked.includes(framework.id))

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

// Only the page's own style and script run; nothing is loaded, sent or framed.
const POLICY = [
  "default-src 'none'",
  `style-src ${hashOf(STYLE)}`,
  `script-src ${hashOf(SCRIPT)}`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

const accountsOf = ({ scopes }: Report): string =>
  [...new Set(scopes.map(({ accountId }) => accountId))].join(', ')

const titleOf = (report: Report): string => `Session Manager audit of ${accountsOf(report)}`

const header = (report: Report, { tool }: ReportContext): Markup => {
  const { scopes } = report
  const regions = [...new Set(scopes.map(({ region }) => region))]
  const [first] = scopes
  return html` <header>
    <div>
      <p class="tool">${tool.name} ${tool.version}</p>
      <h1>Session Manager audit</h1>
      <p>
        Account ${accountsOf(report)};
        ${regions.length > 4 ? `${regions.length} Regions` : regions.join(', ')}${first && html`; as of ${moment(first.takenAt)}`}
      </p>
    </div>
    <button type="button" id="theme" aria-pressed="false" hidden>Dark theme</button>
  </header>`
}

const contents = ({ paths }: Report): Markup =>
  html` <nav aria-label="Contents">
    <ul>
      ${link('summary', 'Summary')}${link('outcomes', 'Nodes')}${link('findings', 'Findings')}
      ${paths.length > 0 && link('paths', 'Ways to the services')}
      ${link('gaps', 'Not read')}${link('compliance', 'Controls')}${link('checks', 'Checks')}${link('scope', 'Scope and notes')}
    </ul>
  </nav>`

const link = (id: string, text: string): Markup => html`<li><a href="#${id}">${text}</a></li>`
