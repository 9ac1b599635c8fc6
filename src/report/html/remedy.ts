import type { Finding } from '../../core/report.ts'
import { html, type Markup } from './markup.ts'

/** What to do, in words and as commands that can be copied. */
export const remedyOf = ({ remediation, check }: Finding): Markup =>
  html` <div>
    <dt>Remedy</dt>
    <dd>
      ${remediation.text}
      ${remediation.commands.map((text, at) => command(text, `Copy command ${at + 1} of ${check}`))}
      ${remediation.fixable && html`<p class="fix"><code>--fix</code> can do this${RISK[remediation.risk]}.</p>`}
    </dd>
  </div>`

const RISK = {
  safe: ' (safe: it adds what is missing and can be undone)',
  review: ' (review: it shows the change and asks first)',
  none: '',
} as const

const command = (text: string, label: string): Markup =>
  html` <div class="command">
    <pre><code>${text}</code></pre>
    <button type="button" class="copy" aria-label="${label}" hidden>Copy</button>
  </div>`
