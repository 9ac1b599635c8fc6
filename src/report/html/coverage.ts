import type { CheckResult, Report, ScopedGap } from '../../core/report.ts'
import { NOT_ASKED } from '../../core/audit/summary.ts'
import type { CheckFacts } from '../context.ts'
import { byRead } from '../coverage-section.ts'
import { names } from './disclosure.ts'
import { areaOf } from './finding.ts'
import { html, type Markup, type Part } from './markup.ts'
import { sortableTable } from './sortable-table.ts'
import { badge, stateOfCheck } from './state.ts'

/** What could not be read, and why: nothing of it counts as healthy. */
export const gapSection = ({ gaps }: Report): Markup =>
  html` <section id="gaps" aria-labelledby="gaps-title">
    <h2 id="gaps-title">What could not be read</h2>
    ${gaps.length === 0 ? html`<p>Everything that was asked for was read.</p>` : gapLists(gaps)}
  </section>`

const gapLists = (gaps: readonly ScopedGap[]): Part => [
  gapList(
    'Nothing that hangs on these counts as healthy.',
    gaps.filter(({ foreign }) => !foreign),
  ),
  gapList(
    'These belong to another account, and are told for that.',
    gaps.filter(({ foreign }) => foreign),
  ),
]

const gapList = (hint: string, gaps: readonly ScopedGap[]): Part =>
  gaps.length > 0 &&
  html`<p class="hint">${hint}</p>
    <ul class="gaps">
      ${byRead(gaps).map(gapItem)}
    </ul>`

const gapItem = (together: ReturnType<typeof byRead>[number]): Markup => {
  const [{ region, reason, actions }] = together
  const things = [...new Set(together.map(({ kind, id }) => (id === undefined ? kind : `${kind} ${id}`)))]
  return html` <li data-item="gap" data-region="${region}">
    ${names(things, 'record')} <span class="muted">(${region})</span><br />${reason}${
      actions.length > 0 && html`<br />Needs ${actions.map(action => html`<code>${action}</code> `)}`
    }
  </li>`
}

/** How each check fared: what the rest of the page rests on. */
export const checkSection = ({ checks }: Report, facts: readonly CheckFacts[]): Markup => {
  const titles = new Map(facts.map(({ id, title }) => [id, title]))
  const asked = checks.filter(({ reason }) => reason !== NOT_ASKED)
  return html` <section id="checks" aria-labelledby="checks-title">
    <h2 id="checks-title">Every check that was run</h2>
    ${sortableTable(
      'Checks, how they fared and on how many subjects',
      HEAD,
      asked.map(check => checkRow(check, titles.get(check.id))),
    )}
    <p class="empty" hidden>No check matches the filter.</p>
  </section>`
}

const HEAD = ['Check', 'Result', 'Subjects', 'Reason'] as const
const RANK = { crashed: 0, failed: 1, unknown: 2, healthy: 3, skipped: 4 } as const

const checkRow = ({ id, status, subjects, reason }: CheckResult, title: string | undefined): Markup =>
  html` <tr role="row" data-item="check" data-area="${areaOf(id)}">
    <th role="rowheader" scope="row" data-label="Check">
      <span class="check">${id}</span
      >${title !== undefined && html`<br /><small>holds when healthy: ${title}</small>`}
    </th>
    <td role="cell" data-label="Result" data-sort="${RANK[status]}">
      ${badge(stateOfCheck(status), status)}
    </td>
    <td role="cell" data-label="Subjects" data-sort="${subjects}">${subjects}</td>
    <td role="cell" data-label="Reason">${reason ?? ''}</td>
  </tr>`
