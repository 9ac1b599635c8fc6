import type { Report } from '../core/report.ts'
import { checkFinding, rootFinding, type AsffFinding } from './asff-findings.ts'
import { checkRecords } from './check-records.ts'
import type { ReportContext } from './context.ts'
import { printableData } from './printable.ts'
import { rootsOf } from './roots.ts'

/**
 * A list of no more than one finding may weigh is far from the 6 MB of a call, and goes through what stands before it, too.
 * aws: https://docs.aws.amazon.com/securityhub/latest/partnerguide/guidelines-batchimportfindings.html
 */
const MOST_FINDINGS = 100
const MOST_BYTES = 240_000

/**
 * The report in the AWS Security Finding Format, as lists that BatchImportFindings takes one by one: of one account and
 * Region each, for they are imported there.
 * aws: https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format.html
 */
export const renderAsff = (report: Report, context: ReportContext): readonly string[] => {
  const clean = printableData(report)
  const titles = new Map(context.checks.map(({ id, title }) => [id, title]))
  const findings = [
    ...rootsOf(clean.findings).map(root => rootFinding(root, titles.get(root.finding.check), clean, context)),
    ...checkRecords(clean, context).map(record => checkFinding(record, context)),
  ]
  const batches = byProduct(findings).flatMap(batchesOf)
  return batches.length > 0 ? batches.map(batch => `[${batch.join(',\n')}]\n`) : ['[]\n']
}

/** Security Hub takes findings in the Region and for the account that the ARN of their product names. */
const byProduct = (findings: readonly AsffFinding[]): readonly (readonly string[])[] => {
  const products = new Map<string, string[]>()
  for (const finding of findings) {
    const own = products.get(finding.ProductArn) ?? []
    products.set(finding.ProductArn, own)
    own.push(JSON.stringify(finding))
  }
  return [...products.values()]
}

const batchesOf = (findings: readonly string[]): readonly (readonly string[])[] => {
  const batches: string[][] = []
  let bytes = 0
  for (const finding of findings) {
    const size = Buffer.byteLength(finding) + 2
    const last = batches.at(-1)
    const fits = last && last.length < MOST_FINDINGS && bytes + size < MOST_BYTES
    if (fits) last.push(finding)
    else batches.push([finding])
    bytes = fits ? bytes + size : size
  }
  return batches
}
