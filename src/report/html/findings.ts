import { SEVERITIES } from '../../core/check.ts'
import type { Finding } from '../../core/report.ts'
import { plural } from '../layout.ts'
import type { RootCluster } from '../root-clusters.ts'
import { standingOf, type Standing } from '../roots.ts'
import { anchorId } from './anchors.ts'
import { findingArticle, type ControlsOf } from './finding.ts'
import { html, type Markup, type Part } from './markup.ts'

const GROUPS: readonly (readonly [Standing, string, string])[] = [
  ['failed', 'Failed', 'Causes, worst first. What merely follows from one is folded under it.'],
  ['unknown', 'Not known', 'The facts were read and do not decide it. Not known is not healthy.'],
  [
    'accepted',
    'Accepted',
    'Waived with a reason and an end, or in the baseline. They are told and do not count.',
  ],
]

/** The findings, worst first, under what became of them. */
export const findingSection = (clusters: readonly RootCluster[], controlsOf: ControlsOf): Markup =>
  html` <section id="findings" aria-labelledby="findings-title">
    <h2 id="findings-title">Findings</h2>
    ${clusters.length === 0 && html`<p>Nothing was found wrong in what was looked at.</p>`}
    ${GROUPS.map(([standing, title, hint]) => group(standing, title, hint, clusters, controlsOf))}
    ${clusters.length > 0 && html`<p class="empty" hidden>No finding matches the filter.</p>`}
  </section>`

const group = (
  standing: Standing,
  title: string,
  hint: string,
  clusters: readonly RootCluster[],
  controlsOf: ControlsOf,
): Part => {
  const own = clusters.flatMap((cluster, at) =>
    standingOf(cluster[0].finding) === standing ? [{ cluster, at }] : [],
  )
  if (own.length === 0) return false
  return html` <div data-group>
    <h3>
      ${title}
      <span class="count"
        >${countOf(own.flatMap(({ cluster }) => cluster.map(({ finding }) => finding)))}</span
      >
    </h3>
    <p class="hint">${hint}</p>
    ${own.map(({ cluster, at }) => findingArticle(cluster, anchorId(at), controlsOf))}
  </div>`
}

const countOf = (findings: readonly Finding[]): string => {
  const counts = SEVERITIES.flatMap(severity => {
    const count = findings.filter(finding => finding.severity === severity).length
    return count > 0 ? [`${count} ${severity}`] : []
  })
  return `${plural(findings.length, 'finding')}: ${counts.join(', ')}`
}
