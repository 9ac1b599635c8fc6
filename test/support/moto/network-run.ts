import type { Account } from './account.ts'
import type { Call } from './call.ts'
import type { CliResult } from './run-cli.ts'
import { GRAVE, type JsonFinding, type JsonReport, reportOf } from './report.ts'
import { runAs, type Moto } from './world.ts'

/** How the nodes are heard: a fresh ping overrules what the model says of the way to ssm. */
export type Heard = 'online' | 'lost'

/** Lets the nodes of an account be heard, or no more. */
export const setHeard = ({ proxy }: Moto, { accountId, region: { region } }: Account, heard: Heard): void => {
  const { nodes } = proxy.state(accountId)
  const ping =
    heard === 'online'
      ? { PingStatus: 'Online', heardMinutesAgo: 3 }
      : { PingStatus: 'ConnectionLost', heardMinutesAgo: 95 }
  nodes[region] = (nodes[region] ?? []).map(node => ({ ...node, ...ping }))
}

/** A run of `check` on the account's Region, what it said and what it asked. */
export interface Checked {
  readonly result: CliResult
  readonly report: JsonReport
  readonly calls: readonly Call[]
}

/** Checks the account with credentials of its own. */
export const checkRegion = async (moto: Moto, account: Account, ...flags: string[]): Promise<Checked> => {
  const session = moto.proxy.session(account.accountId)
  const args = ['check', '--region', account.region.region, '--format', 'json', ...flags]
  const result = await runAs(moto, session, args)
  return { result, report: reportOf(result), calls: session.calls }
}

/** The findings of medium or above that follow from no other, as `check verdict subject`, in order. */
export const rootsOf = ({ report }: Checked): string[] =>
  report.findings
    .filter(({ causedBy, severity }) => causedBy === undefined && GRAVE.has(severity))
    .map(({ check, verdict, subject }) => `${check} ${verdict} ${subject.id}`)
    .sort()

/** The finding of that check; throws where there is not exactly one. */
export const findingOf = ({ report }: Checked, check: string): JsonFinding => {
  const [found, ...others] = report.findings.filter(finding => finding.check === check)
  if (!found || others.length > 0) throw new Error(`not one finding of ${check}`)
  return found
}

const evidenceOf = (checked: Checked, check: string, label: string): string[] =>
  findingOf(checked, check)
    .evidence.filter(one => one.label === label)
    .map(({ value }) => value)

/** The way of the check's finding as one line of hops. */
export const pathOf = (checked: Checked, check: string): string =>
  evidenceOf(checked, check, 'path').join('\n')

/** What the check's finding tells besides. */
export const notesOf = (checked: Checked, check: string): string[] => evidenceOf(checked, check, 'note')
