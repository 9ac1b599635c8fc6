import { plural } from '../layout.ts'
import { html, type Markup, type Part } from './markup.ts'

/** Something that is folded until it is wanted. */
export const disclosure = (summary: Part, content: Part): Markup =>
  html`<details>
    <summary>${summary}</summary>
    <div class="folded">${content}</div>
  </details>`

/** Longer lists scroll in a frame of their own, which the keyboard must reach. */
const LONG = 12

/** Members of something, each to be found by the search. */
export const members = (items: readonly Part[], label: string): Markup => {
  const entries = items.map(item => html`<li>${item}</li>`)
  return items.length > LONG
    ? html`<ul class="members long" tabindex="0" aria-label="${label}">
        ${entries}
      </ul>`
    : html`<ul class="members">
        ${entries}
      </ul>`
}

const FEW = 3

/** Names in a line where they are few, else folded with their number. */
export const names = (all: readonly string[], one: string): Markup => {
  const codes = all.map(name => html`<code>${name}</code>`)
  if (all.length <= FEW) return html`${spread(codes)}`
  const count = plural(all.length, one)
  return disclosure(count, members(codes, count))
}

/** Parts with commas between them. */
export const spread = (parts: readonly Markup[]): Part =>
  parts.map((part, at) => html`${at > 0 && ', '}${part}`)
