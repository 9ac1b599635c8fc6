import { byControl, type ControlCheck, type ControlEvidence } from '../../core/compliance/by-control.ts'
import { FRAMEWORKS } from '../../core/compliance/frameworks.ts'
import { FRAMEWORK_IDS, type FrameworkId } from '../../core/compliance/types.ts'
import type { Report } from '../../core/report.ts'
import { countOf, NO_VERDICT } from '../compliance-section.ts'
import { plural } from '../layout.ts'
import { html, type Markup, type Part } from './markup.ts'
import { sortableTable } from './sortable-table.ts'
import { badge, stateOfCheck, type State } from './state.ts'

/** Where on the page a control is told. */
export const controlAnchor = (framework: FrameworkId, id: string): string =>
  `control-${framework}-${id.replaceAll(/[^A-Za-z0-9.]+/g, '_')}`

/** The frameworks by whose controls the page is told: those that were asked for, else all, folded. */
export const complianceSection = (report: Report, asked: readonly FrameworkId[]): Markup =>
  html` <section id="compliance" aria-labelledby="compliance-title">
    <h2 id="compliance-title">Evidence for controls</h2>
    <p class="hint">${NO_VERDICT}</p>
    ${(asked.length > 0 ? asked : FRAMEWORK_IDS).map(id => framework(report, id, asked.includes(id)))}
  </section>`

const framework = (report: Report, id: FrameworkId, isAsked: boolean): Markup => {
  const controls = byControl(report, id)
  const body = html`<summary>
      <h3>${FRAMEWORKS[id].name}</h3>
      <span class="muted"
        >${controls.filter(({ evidence }) => evidence === 'against').length} against, of
        ${plural(controls.length, 'control')}</span
      >
    </summary>
    <div class="folded">
      <p class="muted">${countOf(controls)}.</p>
      ${table(id, controls)}
    </div>`
  return isAsked
    ? html`<details class="path" open>${body}</details>`
    : html`<details class="path">${body}</details>`
}

const HEAD = ['Control', 'Evidence', 'What the checks show'] as const

const table = (id: FrameworkId, controls: readonly ControlEvidence[]): Markup =>
  sortableTable(`Controls of ${FRAMEWORKS[id].name} and the evidence for each`, HEAD, controls.map(row))

const STATES: Readonly<Record<ControlEvidence['evidence'], State>> = {
  against: 'bad',
  incomplete: 'unknown',
  for: 'good',
  none: 'none',
}
const RANK = { against: 0, incomplete: 1, for: 2, none: 3 } as const

const row = ({ control, evidence, claims }: ControlEvidence): Markup =>
  html` <tr role="row" id="${controlAnchor(control.framework.id, control.id)}" data-item="control">
    <th role="rowheader" scope="row" data-label="Control">
      <strong>${control.id}</strong><br /><small>${control.title}</small>
    </th>
    <td role="cell" data-label="Evidence" data-sort="${RANK[evidence]}">
      ${badge(STATES[evidence], evidence)}
    </td>
    <td role="cell" data-label="What the checks show">
      ${claims.map(
        ({ shows, checks }) =>
          html`<p>${shows}</p>
            ${statuses(checks)}`,
      )}
    </td>
  </tr>`

const TOLD = ['failed', 'crashed', 'unknown', 'not run'] as const
const QUIET = ['healthy', 'skipped'] as const

/** What decides stands with its reason; what is healthy or had nothing to judge in a line. */
const statuses = (checks: readonly ControlCheck[]): Part => {
  const told = TOLD.flatMap(status => checks.filter(check => check.status === status))
  const lines = QUIET.map(status => ({
    status,
    ids: checks.filter(check => check.status === status).map(({ id }) => id),
  }))
  return [
    told.length > 0 &&
      html`<ul class="plain">
        ${told.map(item)}
      </ul>`,
    lines.map(
      ({ status, ids }) =>
        ids.length > 0 && html`<p class="muted">${status}: <span class="check">${ids.join(', ')}</span></p>`,
    ),
  ]
}

const item = ({ id, status, subjects, failures, reason }: ControlCheck): Markup => {
  const state = status === 'not run' ? 'unknown' : stateOfCheck(status)
  const numbers = status === 'failed' ? `${failures} of ${subjects}` : `${subjects}`
  return html`<li>
    ${badge(state, status)} <span class="check">${id}</span>
    <small>${subjects > 0 && `subjects: ${numbers}`}${reason}</small>
  </li>`
}
