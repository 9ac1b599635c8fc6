import type { CheckStatus, YesNoOff } from '../../core/report.ts'
import { html, type Markup } from './markup.ts'

/** How something stands; each looks different and has a mark, so that colour is never alone. */
export type State = 'good' | 'bad' | 'unknown' | 'none'

const MARKS: Readonly<Record<State, string>> = { good: '✓', bad: '✗', unknown: '?', none: '–' }

/** A word with its mark. Screen readers get the word alone. */
export const badge = (state: State, word: string): Markup =>
  html`<span class="state ${state}"><span aria-hidden="true">${MARKS[state]}</span> ${word}</span>`

export const stateOfAnswer = (answer: YesNoOff): State =>
  ({ yes: 'good', no: 'bad', unknown: 'unknown', off: 'none' } as const)[answer]

export const stateOfCheck = (status: CheckStatus): State =>
  ({ healthy: 'good', failed: 'bad', unknown: 'unknown', crashed: 'bad', skipped: 'none' } as const)[status]
