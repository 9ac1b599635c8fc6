import type { Outcome, Report } from '../../core/report.ts'
import { plural } from '../layout.ts'
import { outcomeGroups, type OutcomeGroup } from '../outcome-groups.ts'
import { recordedVerdict } from '../outcome-words.ts'
import type { Anchors } from './anchors.ts'
import { disclosure, members } from './disclosure.ts'
import { html, type Markup, type Part } from './markup.ts'
import { sortableTable } from './sortable-table.ts'
import { badge, stateOfAnswer } from './state.ts'

const COLUMNS = ['Node', 'Region', 'Can connect', 'Recorded', 'Encrypted', 'Causes'] as const

/** What a session would do on each node, worst first; equal nodes share a row. */
export const outcomeSection = ({ outcomes }: Report, anchors: Anchors): Markup =>
  html` <section id="outcomes" aria-labelledby="outcomes-title">
    <h2 id="outcomes-title">What a session would do on each node</h2>
    ${outcomes.length === 0 ? html`<p>No node is judged in what was read.</p>` : table(outcomes, anchors)}
  </section>`

const table = (outcomes: readonly Outcome[], anchors: Anchors): Markup => {
  const groups = outcomeGroups(outcomes, false)
  return html` <p class="hint">
      If somebody started a session now. Worst first; nodes that fare the same and are many share a row.
    </p>
    ${sortableTable(
      'Nodes, and whether a session on them can connect, is recorded and is encrypted',
      COLUMNS,
      groups.map(group => row(group, anchors)),
    )}
    <p class="empty" hidden>No node matches the filter.</p>`
}

const row = (group: OutcomeGroup, anchors: Anchors): Markup => {
  const [first] = group.outcomes as [Outcome]
  const { words } = group
  const refused = first.canConnect === 'no'
  return html` <tr
    role="row"
    data-item="row"
    data-region="${first.region}"
    data-count="${group.outcomes.length}"
  >
    <th role="rowheader" scope="row" data-label="Node">${nodesOf(group)}</th>
    <td role="cell" data-label="Region">${first.region}<br /><small>${first.accountId}</small></td>
    <td role="cell" data-label="Can connect" data-sort="${RANK[first.canConnect]}">
      ${badge(stateOfAnswer(first.canConnect), words.connect)}${
        words.sees !== '' && html`<p class="sees">The user sees: <q>${words.sees}</q></p>`
      }
    </td>
    ${refused ? NO_SESSION : judged(first, words)}
    <td role="cell" data-label="Causes">${causesOf(group, anchors)}</td>
  </tr>`
}

const RANK = { no: 0, unknown: 1, off: 2, yes: 3 } as const

const NO_SESSION = html`<td role="cell" data-label="Recorded" data-sort="4">
    ${badge('none', 'no session')}
  </td>
  <td role="cell" data-label="Encrypted" data-sort="4">${badge('none', 'no session')}</td>`

const judged = ({ recorded, encrypted }: Outcome, words: OutcomeGroup['words']): Markup => {
  const verdict = recordedVerdict([recorded.cloudwatch, recorded.s3])
  const [word = '', places] = words.recorded.split(' (')
  return html`<td role="cell" data-label="Recorded" data-sort="${RANK[verdict]}">
      ${badge(stateOfAnswer(verdict), word)}${
        places !== undefined && html`<br /><small>${places.replace(')', '')}</small>`
      }
    </td>
    <td role="cell" data-label="Encrypted" data-sort="${RANK[encrypted]}">
      ${badge(stateOfAnswer(encrypted), words.encrypted)}
    </td>`
}

const nodesOf = ({ outcomes, words }: OutcomeGroup): Part => {
  const [first] = outcomes as [Outcome]
  if (outcomes.length === 1) return oneNode(first)
  const title = words.node.split(': ', 1).join('')
  return disclosure(title, members(outcomes.map(oneNode), title))
}

const oneNode = ({ node, name }: Outcome): Markup =>
  html`<code>${node}</code>${name !== undefined && html` <span class="name">${name}</span>`}`

const NAMED = 4

/** The findings that explain it, each once, as links. */
const causesOf = ({ outcomes }: OutcomeGroup, anchors: Anchors): Part => {
  const ids = new Map<string, string>()
  for (const print of outcomes.flatMap(({ causes }) => causes)) {
    const target = anchors.get(print)
    if (target) ids.set(target.id, target.check)
  }
  const links = [...ids].map(([id, check]) => html`<li><a href="#${id}">${check}</a></li>`)
  if (links.length === 0) return html`<span class="muted">none</span>`
  if (links.length <= NAMED)
    return html`<ul class="plain">
      ${links}
    </ul>`
  return disclosure(
    plural(links.length, 'cause'),
    html`<ul class="plain">
      ${links}
    </ul>`,
  )
}
