import { plural } from '../layout.ts'
import { html, type Markup, type Part } from './markup.ts'

/** Something that is folded until it is wanted. */
export const disclosure = (summary: Part, content: Part): Markup =>
  html`<details>
    <summary>${summary}</summary>
    <div class="folded">${content}</div>
  </details>`

const FEW = 3

/** Names in a line where they are few, else folded with their number; each can be found by the search. */
export const names = (all: readonly string[], one: string): Markup => {
  if (all.length <= FEW) return html`${spread(all.map(name => html`<code>${name}</code>`))}`
  return disclosure(
    html`${plural(all.length, one)}`,
    html`<ul class="members">
      ${all.map(name => html`<li><code>${name}</code></li>`)}
    </ul>`,
  )
}

/** Parts with commas between them. */
export const spread = (parts: readonly Markup[]): Part =>
  parts.map((part, at) => html`${at > 0 && ', '}${part}`)
