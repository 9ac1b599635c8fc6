import type { Report } from '../../src/core/report.ts'
import type { ReportContext } from '../../src/report/context.ts'
import type { Format } from '../../src/report/format-names.ts'
import { REPORTERS } from '../../src/report/reporters.ts'
import { sarifErrors } from '../support/sarif-schema.ts'
import { workflowCommands } from '../support/workflow-commands.ts'
import { canonicalXml, elementsOf } from '../support/xml-document.ts'

/** What a report says, counted; the counts of each format must be these, as far as it tells of such things. */
export interface Told {
  /** Findings that stand for themselves, and were not accepted. */
  readonly open: number
  readonly accepted: number
  readonly consequences: number
  /** Checks that hold. */
  readonly healthy: number
}

export const textOf = (format: Format, report: Report, context: ReportContext): string =>
  [REPORTERS[format](report, context)].flat().join('')

/** The counts of the report itself. */
export const toldOf = ({ findings, checks }: Report): Told => {
  const roots = findings.filter(({ causedBy }) => causedBy === undefined)
  const accepted = roots.filter(({ waived, baselined }) => waived !== undefined || baselined === true).length
  return {
    open: roots.length - accepted,
    accepted,
    consequences: findings.length - roots.length,
    healthy: checks.filter(({ status }) => status === 'healthy').length,
  }
}

type Counter = (text: string) => Partial<Told> | Promise<Partial<Told>>

/** How each format is counted, by what reads it. */
export const COUNTERS = {
  json: text => {
    const report: Report = JSON.parse(text)
    return toldOf(report)
  },
  sarif: text => {
    const log: SarifLog = JSON.parse(text)
    const [error] = sarifErrors(log)
    if (error) throw new Error(`the schema of SARIF refuses it: ${JSON.stringify(error)}`)
    const { results } = log.runs[0]
    const accepted = results.filter(({ suppressions = [] }) => suppressions.length > 0).length
    const consequences = sum(results.map(({ properties }) => properties.consequences.length))
    return { open: results.length - accepted, accepted, consequences }
  },
  junit: async text => {
    const xml = await canonicalXml(text)
    const said = elementsOf(xml, 'skipped').map(({ attributes }) => attributes['message'] ?? '')
    const accepted = said.filter(message => /^(?:waived until|in the baseline)/.test(message)).length
    const consequences = said.filter(message => message.startsWith('follows from ')).length
    const cases = elementsOf(xml, 'testcase').map(({ attributes }) => attributes['name'] ?? '')
    const ofFindings = cases.filter(name => / in \S+ of \d{12}$/.test(name)).length
    const ended = ['failure', 'error', 'skipped'].flatMap(kind => elementsOf(xml, kind)).length
    return {
      open: ofFindings - accepted - consequences,
      accepted,
      consequences,
      healthy: cases.length - ended,
    }
  },
  github: text => {
    const commands = workflowCommands(text)
    const left = commands.map(({ properties }) => /^(\d+) more finding/.exec(properties['title'] ?? '')?.[1])
    const rest = sum(left.map(count => Number(count ?? 0)))
    const own = commands.filter(({ properties }) => /^[a-z0-9]+\//.test(properties['title'] ?? ''))
    return { open: own.length + rest }
  },
  markdown: text => {
    const alike = [...text.matchAll(/^\*\*The same\*\* on (\d+) more:/gm)].map(match => Number(match[1]))
    const [, accepted = ''] = text.split('### Accepted')
    return {
      open: (text.match(/^#### /gm) ?? []).length + sum(alike),
      accepted: (accepted.match(/^- /gm) ?? []).length,
    }
  },
  html: text => {
    const articles = text.split('<article').slice(1)
    const blocks = articles.map(article => ({
      accepted: article.includes('data-verdict="accepted"'),
      findings: 1 + occurrences(/<dt>The same on<\/dt>(.*?)<\/dd>/s.exec(article)?.[1], '<code>'),
      consequences: occurrences(
        /<summary>\d+ consequences?<\/summary>(.*?)<\/details>/s.exec(article)?.[1],
        '<li>',
      ),
    }))
    const findings = (accepted: boolean): number =>
      sum(blocks.filter(block => block.accepted === accepted).map(block => block.findings))
    const rows = text.split('data-item="check"').slice(1)
    return {
      open: findings(false),
      accepted: findings(true),
      consequences: sum(blocks.map(({ consequences }) => consequences)),
      healthy: rows.filter(row => row.includes('data-label="Result" data-sort="3"')).length,
    }
  },
  ocsf: text => {
    const events: readonly OcsfEvent[] = JSON.parse(text)
    const found = events.filter(({ finding_info: { uid } }) => !uid.includes('|check|'))
    const accepted = found.filter(({ status }) => status === 'Suppressed').length
    return {
      open: found.length - accepted,
      accepted,
      consequences: sum(found.map(({ finding_info }) => finding_info.related_events?.length ?? 0)),
      healthy: events.filter(({ compliance }) => compliance.status === 'Pass').length,
    }
  },
  asff: text => {
    const findings = text.split(/(?<=\])\n(?=\[|$)/).flatMap(batch => {
      const imported: readonly AsffFinding[] = batch === '' ? [] : JSON.parse(batch)
      return imported
    })
    const found = findings.filter(({ Id }) => !Id.includes('|check|'))
    return {
      open: found.filter(({ RecordState }) => RecordState === 'ACTIVE').length,
      accepted: found.filter(({ RecordState }) => RecordState === 'ARCHIVED').length,
      consequences: sum(found.map(({ ProductFields }) => Number(ProductFields['ssm-doctor/consequences']))),
      healthy: findings.filter(({ Compliance }) => Compliance.Status === 'PASSED').length,
    }
  },
} satisfies Record<Exclude<Format, 'table'>, Counter>

const occurrences = (text: string | undefined, part: string): number => (text ?? '').split(part).length - 1

interface SarifLog {
  readonly runs: readonly [
    {
      readonly results: readonly {
        readonly suppressions?: readonly unknown[]
        readonly properties: { readonly consequences: readonly unknown[] }
      }[]
    },
  ]
}

interface OcsfEvent {
  readonly status: string
  readonly compliance: { readonly status: string }
  readonly finding_info: { readonly uid: string; readonly related_events?: readonly unknown[] }
}

interface AsffFinding {
  readonly Id: string
  readonly RecordState: string
  readonly Compliance: { readonly Status: string }
  readonly ProductFields: Readonly<Record<string, string>>
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)
