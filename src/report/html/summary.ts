import type { Outcome, Report, YesNoOff } from '../../core/report.ts'
import { plural } from '../layout.ts'
import { recordedVerdict } from '../outcome-words.ts'
import { html, type Markup, type Part } from './markup.ts'
import { badge, stateOfAnswer } from './state.ts'

/** The three questions of an audit with their answers, and how much was found. */
export const summarySection = (report: Report): Markup => {
  const { outcomes } = report
  // where nobody can connect there is nothing to record
  const reached = outcomes.filter(({ canConnect }) => canConnect !== 'no')
  const of =
    reached.length === outcomes.length
      ? plural(outcomes.length, 'node')
      : `${plural(reached.length, 'node')} with sessions`
  return html` <section id="summary" aria-labelledby="summary-title">
    <h2 id="summary-title">Summary</h2>
    <p class="verdict">${verdictOf(report)}</p>
    <div class="tiles">
      ${tile(
        'Can connect',
        outcomes.map(({ canConnect }) => canConnect),
        plural(outcomes.length, 'node'),
      )}
      ${tile(
        'Recorded',
        reached.map(({ recorded }) => recordedVerdict([recorded.cloudwatch, recorded.s3])),
        of,
      )}
      ${tile(
        'Encrypted with a key',
        reached.map(({ encrypted }) => encrypted),
        of,
      )}
      ${found(report)}
    </div>
  </section>`
}

const verdictOf = ({ outcomes, summary, gaps }: Report): string => {
  const sound = outcomes.filter(isSound).length
  const unread = gaps.filter(({ foreign }) => !foreign).length
  const nodes =
    outcomes.length === 0
      ? 'No node is judged in what was read.'
      : `On ${sound} of ${plural(outcomes.length, 'node')} a session can be opened, is recorded and is encrypted with a key.`
  const causes =
    summary.failed === 0
      ? 'No cause of a fault was found.'
      : `${plural(summary.failed, 'cause')} of faults ${summary.failed === 1 ? 'was' : 'were'} found.`
  return `${nodes} ${causes}${unread > 0 ? ` ${plural(unread, 'read')} failed: what hangs on them is not known.` : ''}`
}

const isSound = ({ canConnect, recorded, encrypted }: Outcome): boolean =>
  canConnect === 'yes' && recordedVerdict([recorded.cloudwatch, recorded.s3]) === 'yes' && encrypted === 'yes'

const ANSWERS: readonly YesNoOff[] = ['no', 'unknown', 'off', 'yes']
const WORDS: Readonly<Record<YesNoOff, string>> = { no: 'NO', unknown: 'unknown', off: 'off', yes: 'yes' }

const tile = (title: string, answers: readonly YesNoOff[], of: string): Markup => {
  const counts = ANSWERS.map(answer => ({ answer, count: answers.filter(one => one === answer).length }))
  return html` <div class="tile">
    <h3>${title}</h3>
    ${bar(counts, answers.length)}
    <ul class="plain">
      ${counts.filter(({ count }) => count > 0).map(({ answer, count }) => html`<li>${badge(stateOfAnswer(answer), WORDS[answer])} <strong>${count}</strong></li>`)}
    </ul>
    <p class="muted">of ${of}</p>
  </div>`
}

/** The counts as parts of a bar; the list below it says the same in words. */
const bar = (
  counts: readonly { readonly answer: YesNoOff; readonly count: number }[],
  total: number,
): Part => {
  if (total === 0) return false
  let from = 0
  return html`<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
    ${counts.map(({ answer, count }) => {
      const width = (count / total) * 100
      from += width
      return (
        count > 0 &&
        html`<rect
          class="${stateOfAnswer(answer)}"
          x="${(from - width).toFixed(2)}"
          y="0"
          width="${width.toFixed(2)}"
          height="4"
        />`
      )
    })}
  </svg>`
}

const found = ({ summary, checks }: Report): Markup => {
  const rows = Object.entries(summary.bySeverity).filter(([, count]) => count > 0)
  const crashed = checks.filter(({ status }) => status === 'crashed').length
  return html` <div class="tile">
    <h3>Causes</h3>
    <ul class="plain">
      ${rows.length === 0 && html`<li>none found</li>`}
      ${rows.map(([severity, count]) => html`<li><span class="severity ${severity}">${severity}</span> <strong>${count}</strong></li>`)}
      ${summary.unknown > 0 && html`<li>${badge('unknown', 'not known')} <strong>${summary.unknown}</strong></li>`}
      ${summary.waived > 0 && html`<li>${badge('none', 'waived')} <strong>${summary.waived}</strong></li>`}
      ${crashed > 0 && html`<li>${badge('bad', 'checks crashed')} <strong>${crashed}</strong></li>`}
    </ul>
  </div>`
}
