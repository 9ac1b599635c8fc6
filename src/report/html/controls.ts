import { SEVERITIES } from '../../core/check.ts'
import type { Report } from '../../core/report.ts'
import type { RootCluster } from '../root-clusters.ts'
import { standingOf } from '../roots.ts'
import { areaOf } from './finding.ts'
import { html, type Markup } from './markup.ts'

/** The controls that narrow down what is shown; they need the script, and are hidden without it. */
export const controls = ({ scopes, checks }: Report, clusters: readonly RootCluster[]): Markup => {
  const findings = clusters.map(([{ finding }]) => finding)
  const regions = [
    ...new Set([...scopes.map(({ region }) => region), ...findings.map(({ region }) => region)]),
  ].sort()
  const areas = [...new Set(checks.map(({ id }) => areaOf(id)))]
  const verdicts = [...new Set(findings.map(standingOf))]
  return html` <form id="filters" role="search" aria-label="Filter this report" hidden>
    <p class="field wide">
      <label for="filter-text">Search</label
      ><input
        id="filter-text"
        type="search"
        autocomplete="off"
        placeholder="a node, a role, a policy, a word …"
      />
    </p>
    ${select('severity', 'Severity', SEVERITIES)} ${select('area', 'Area', areas)}
    ${select('verdict', 'Verdict', verdicts)} ${select('region', 'Region', regions)}
    <p class="field"><button type="reset">Clear</button></p>
    <p id="filter-status" role="status" aria-live="polite"></p>
  </form>`
}

const select = (name: string, label: string, options: readonly string[]): Markup =>
  html` <p class="field">
    <label for="filter-${name}">${label}</label
    ><select id="filter-${name}" name="${name}">
      <option value="">all</option>
      ${options.map(option => html`<option value="${option}">${option}</option>`)}
    </select>
  </p>`
