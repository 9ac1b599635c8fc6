import type { Control } from '../../core/compliance/types.ts'
import type { Finding } from '../../core/report.ts'
import { explanationTree } from '../explanation-tree.ts'
import { plural } from '../layout.ts'
import type { RootCluster } from '../root-clusters.ts'
import { acceptanceOf, standingOf, type Root } from '../roots.ts'
import { controlAnchor } from './compliance.ts'
import { disclosure, members, names } from './disclosure.ts'
import { evidenceTable } from './evidence.ts'
import { html, type Markup, type Part } from './markup.ts'
import { remedyOf } from './remedy.ts'

/** The controls that a check gives evidence for. */
export type ControlsOf = (check: string) => readonly Control[]

/** A finding that stands for itself: what is, the values side by side, the effect, the remedy, and what follows from it. */
export const findingArticle = (cluster: RootCluster, id: string, controlsOf: ControlsOf): Markup => {
  const [{ finding }, ...alike] = cluster
  const { check, severity, region } = finding
  return html` <article
    class="finding ${severity}"
    id="${id}"
    aria-labelledby="${id}-title"
    data-item="finding"
    data-severity="${severity}"
    data-area="${areaOf(check)}"
    data-verdict="${standingOf(finding)}"
    data-region="${region}"
  >
    <h4 id="${id}-title"><span class="severity">${severity}</span> <span class="check">${check}</span></h4>
    <p class="message">${finding.message}</p>
    ${evidenceTable(finding.evidence)}
    <dl>
      <div>
        <dt>Where</dt>
        <dd>
          ${finding.subject.kind} <code>${finding.subject.id}</code>, ${region}, account ${finding.accountId}
        </dd>
      </div>
      ${hurt(finding)}
      <div>
        <dt>Effect</dt>
        <dd>${finding.why}</dd>
      </div>
      ${remedyOf(finding)} ${same(alike)} ${accepted(finding)}
      ${evidenceFor(finding.verdict === 'fail' ? controlsOf(check) : [])}
    </dl>
    ${decided(finding)} ${followers(cluster)}
    <p class="more">
      <a href="${safeLink(finding.docs)}" rel="noreferrer noopener"
        >AWS documentation<span class="visually-hidden"> on ${check}</span></a
      >
    </p>
  </article>`
}

export const areaOf = (check: string): string => check.split('/', 1).join('')

/** A check of somebody else's may name any address. */
const safeLink = (url: string): string => (url.startsWith('https://') ? url : '#findings')

const hurt = ({ affects, subject }: Finding): Part => {
  const others = affects.filter(node => node !== subject.id)
  return (
    others.length > 0 &&
    html`<div>
      <dt>Hurts</dt>
      <dd>${names(others, 'node')}</dd>
    </div>`
  )
}

const same = (alike: readonly Root[]): Part => {
  const [first] = alike
  if (!first) return false
  const ids = alike.map(({ finding }) => finding.subject.id)
  return html`<div>
    <dt>The same on</dt>
    <dd>${names(ids, `more ${first.finding.subject.kind}`)}</dd>
  </div>`
}

const accepted = (finding: Finding): Part =>
  acceptanceOf(finding).map(
    text =>
      html`<div>
        <dt>Accepted</dt>
        <dd>${text}</dd>
      </div>`,
  )

const evidenceFor = (controls: readonly Control[]): Part =>
  controls.length > 0 &&
  html`<div>
    <dt>Evidence against</dt>
    <dd>
      <ul class="controls">
        ${controls.map(
          ({ framework, id }) =>
            html`<li><a href="#${controlAnchor(framework.id, id)}">${framework.short} ${id}</a></li>`,
        )}
      </ul>
    </dd>
  </div>`

const decided = ({ explanation = [] }: Finding): Part =>
  explanation.length > 0 &&
  disclosure(
    'How it was decided, by layer and statement',
    html`<pre class="tree">${explanationTree(explanation, 0, undefined).join('\n')}</pre>`,
  )

const followers = (cluster: RootCluster): Part => {
  const all = cluster.flatMap(({ consequences }) => consequences)
  const title = plural(all.length, 'consequence')
  const items = all.map(({ check, message }) => html`<span class="check">${check}</span> ${message}`)
  return all.length > 0 && disclosure(title, members(items, title))
}
