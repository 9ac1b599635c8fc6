import type { Report } from '../../core/report.ts'
import type { ReportContext } from '../context.ts'
import { html, type Markup, type Part } from './markup.ts'

/** What was looked at, as whom and when, and what must be known of it. */
export const scopeSection = (
  { scopes }: Report,
  { tool, notes, exitCode, generatedAt }: ReportContext,
): Markup =>
  html` <section id="scope" aria-labelledby="scope-title">
    <h2 id="scope-title">Scope and notes</h2>
    <table role="table" class="cards">
      <caption class="visually-hidden">
        Accounts and Regions that were read
      </caption>
      <thead role="rowgroup">
        <tr role="row">
          ${['Account', 'Region', 'Partition', 'Read as', 'Read at'].map(name => html`<th role="columnheader" scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${scopes.map(
          ({ accountId, region, partition, callerArn, takenAt }) =>
            html` <tr role="row">
              <th role="rowheader" scope="row" data-label="Account">${accountId}</th>
              <td role="cell" data-label="Region">${region}</td>
              <td role="cell" data-label="Partition">${partition}</td>
              <td role="cell" data-label="Read as"><code>${callerArn}</code></td>
              <td role="cell" data-label="Read at">${moment(takenAt)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    <ul>
      ${notesOf(scopes)} ${notes.map(note => html`<li>${note}</li>`)}
      <li>
        What a session would do is derived by following the agent's own steps through what was read; no
        session was opened and nothing was changed.
      </li>
      <li>Not known is never counted as healthy, nor as evidence.</li>
      <li>
        ${tool.name} ${tool.version} made this page at ${moment(generatedAt)} and ended with exit code
        ${exitCode}.
      </li>
    </ul>
  </section>`

/** What holds for every scope is told once, and without its Region. */
const notesOf = (scopes: Report['scopes']): Part =>
  [...new Set(scopes.flatMap(({ notes }) => notes))].map(note => {
    const regions = scopes.filter(({ notes }) => notes.includes(note)).map(({ region }) => region)
    return html`<li>${note}${regions.length < scopes.length && ` (${regions.join(', ')})`}</li>`
  })

export const moment = (iso: string): Markup =>
  html`<time datetime="${iso}">${iso.slice(0, 16).replace('T', ' ')} UTC</time>`
