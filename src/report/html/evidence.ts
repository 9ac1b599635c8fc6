import type { Evidence } from '../../core/check.ts'
import { html, type Markup, type Part } from './markup.ts'

/** The values that a finding rests on, one under the other; where two that should be equal differ, the difference is marked. */
export const evidenceTable = (evidence: readonly Evidence[]): Part =>
  evidence.length > 0 &&
  html` <table class="evidence">
    <caption class="visually-hidden">
      What the finding rests on
    </caption>
    <thead class="visually-hidden">
      <tr>
        <th scope="col">What</th>
        <th scope="col">Value</th>
        <th scope="col">Read from</th>
      </tr>
    </thead>
    <tbody>
      ${evidence.map(row)}
    </tbody>
  </table>`

const row = ({ label, value, source }: Evidence, at: number, all: readonly Evidence[]): Markup =>
  html` <tr>
    <th scope="row">${label}</th>
    <td><code>${marked(value, partnerOf(at, all))}</code></td>
    <td class="source">${source}</td>
  </tr>`

/** The value that a value stands beside: the first two are a pair. */
const partnerOf = (at: number, all: readonly Evidence[]): string | undefined =>
  at < 2 ? all[1 - at]?.value : undefined

/** A value with what differs from another one marked, where the two are alike enough for that to help. */
const marked = (value: string, other: string | undefined): Part => {
  if (other === undefined || other === value) return value
  const { before, name, after } = bare(value)
  const [mine, its] = [Array.from(name), Array.from(bare(other).name)]
  const most = Math.min(mine.length, its.length)
  const start = sharedLength(mine, its, most)
  const end = sharedLength(mine.toReversed(), its.toReversed(), most - start)
  if ((start + end) * 2 < most) return value
  const middle = mine.slice(start, mine.length - end).join('')
  const [head, tail] = [mine.slice(0, start).join(''), mine.slice(mine.length - end).join('')]
  return html`${before}${head}${middle !== '' && html`<mark>${middle}</mark>`}${tail}${after}`
}

/** The name within an ARN: one value may name a thing by its ARN and the other by its name. */
const bare = (value: string): { readonly before: string; readonly name: string; readonly after: string } => {
  const before = /^arn:(?:[^:]*:){4}(?:log-group:)?/.exec(value)?.[0] ?? ''
  const after = /(?::\*|\/\*)?$/.exec(value)?.[0] ?? ''
  return { before, name: value.slice(before.length, value.length - after.length), after }
}

const sharedLength = (a: readonly string[], b: readonly string[], most: number): number => {
  const end = a.findIndex((character, at) => at >= most || character !== b[at])
  return end === -1 ? Math.min(a.length, most) : end
}
