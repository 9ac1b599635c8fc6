import type { Reach } from '../../core/net/types.ts'
import type { ReportedFactor, ReportedPath } from '../../core/report.ts'
import { plural } from '../layout.ts'
import { names } from './disclosure.ts'
import { html, type Markup, type Part } from './markup.ts'
import { pathPicture, type Stop } from './path-picture.ts'
import { badge, type State } from './state.ts'

/** The ways of nodes to the services that their sessions need; those that are not open stand first and unfolded. */
export const pathSection = (paths: readonly ReportedPath[]): Part =>
  paths.length > 0 &&
  html` <section id="paths" aria-labelledby="paths-title">
    <h2 id="paths-title">Ways to the services</h2>
    <p class="hint">
      Worked out from what AWS tells of the network; nothing was sent along them. Nodes that meet the same
      share one.
    </p>
    ${paths.toSorted((a, b) => RANK[a.verdict] - RANK[b.verdict]).map(pathBlock)}
    <p class="empty" hidden>No way matches the filter.</p>
  </section>`

const RANK: Readonly<Record<Reach, number>> = { blocked: 0, unknown: 1, open: 2 }
const STATES: Readonly<Record<Reach, State>> = { blocked: 'bad', unknown: 'unknown', open: 'good' }

const pathBlock = (path: ReportedPath, at: number): Markup => {
  const { service, region, nodes, verdict } = path
  const body = html`<summary>
      <h3>${service}</h3>
      ${badge(STATES[verdict], verdict)} <span class="muted">${plural(nodes.length, 'node')}, ${region}</span>
    </summary>
    <div class="folded">
      <dl>
        <div>
          <dt>From</dt>
          <dd>${names(nodes, 'node')}</dd>
        </div>
        <div>
          <dt>Way</dt>
          <dd>${wayOf(path)}</dd>
        </div>
        ${
          path.evidence !== undefined &&
          html`<div>
            <dt>Evidence</dt>
            <dd>${path.evidence}</dd>
          </div>`
        }
        ${path.notes.map(
          note =>
            html`<div>
              <dt>Note</dt>
              <dd>${note}</dd>
            </div>`,
        )}
      </dl>
      <div class="drawn">
        ${pathPicture(stopsOf(path), `path-${at + 1}`, path)}
        <ol class="hops">
          ${path.factors.map(hop)}
        </ol>
      </div>
    </div>`
  return verdict === 'open'
    ? html`<details class="path" data-item="path" data-region="${region}">${body}</details>`
    : html`<details class="path" data-item="path" data-region="${region}" open>${body}</details>`
}

const wayOf = ({ way, standing }: ReportedPath): string => {
  const by = 'endpointId' in way ? ` ${way.endpointId}` : 'through' in way ? ` through ${way.through}` : ''
  const kind = way.kind === 'none' ? 'nothing leads there' : way.kind === 'unknown' ? 'not known' : way.kind
  return `${kind}${by}${standing === undefined ? '' : `; by evidence ${standing}`}`
}

/** The node, everything on the way in the order in which a call meets it, and the service. */
const stopsOf = ({ nodes, factors, service, verdict, serviceRegion }: ReportedPath): readonly Stop[] => {
  const blocked = factors.findIndex(factor => factor.verdict === 'blocked')
  const isCut = blocked !== -1
  const ends = isCut ? blocked : factors.length
  const [first = '', ...rest] = nodes
  const more = rest.length > 0 ? ` and ${rest.length} more` : ''
  return [
    { kind: 'node', name: `${first}${more}`, verdict: 'open', isBeyond: false },
    ...factors.map((factor, at) => ({
      kind: factor.kind,
      name: nameOf(factor),
      verdict: factor.verdict,
      isBeyond: at > ends,
    })),
    {
      kind: 'service',
      name: [service, serviceRegion].join(' ').trim(),
      verdict: isCut ? 'open' : verdict,
      isBeyond: isCut,
    },
  ]
}

const nameOf = ({ resource, resources }: ReportedFactor): string => (resources ?? [resource]).join(', ')

const hop = (factor: ReportedFactor): Markup => {
  const { kind, verdict, rule, reason, look } = factor
  const why = verdict === 'open' ? undefined : reason
  const told = rule !== undefined && why?.startsWith(rule) ? undefined : rule
  const below = [told, why, look === undefined ? undefined : `look at: ${look}`]
  return html` <li>
    ${badge(STATES[verdict], verdict)} <strong>${kind}</strong> <code>${nameOf(factor)}</code>${below.map(
      text => text !== undefined && html`<br />${text}`,
    )}
  </li>`
}
