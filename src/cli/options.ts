import type { Options } from 'yargs'
import { FRAMEWORK_IDS } from '../core/compliance/types.ts'
import { FORMATS } from '../report/format-names.ts'

/** An option with one value. */
const value = (describe: string, alias?: string): Options => ({
  type: 'string',
  requiresArg: true,
  describe,
  ...(alias !== undefined && { alias }),
})

const flag = (describe: string): Options => ({ type: 'boolean', describe })

export type OptionTable = Readonly<Record<string, Options>>

/** Options under a heading of the help. */
const under = (group: string, options: OptionTable): OptionTable =>
  Object.fromEntries(Object.entries(options).map(([name, option]) => [name, { ...option, group }]))

export const ACCESS: OptionTable = under('Account:', {
  region: value('Region to look at; may be repeated; "all" for every Region that is opted in', 'r'),
  profile: value('profile of the AWS configuration'),
  'role-arn': value('role to assume first'),
  'endpoint-url': value('endpoint in the place of AWS, as AWS_ENDPOINT_URL'),
  concurrency: value('calls in flight at a time (default 8)'),
})

export const NODES: OptionTable = under('Scope:', {
  instance: value('node to look at (i-… or mi-…); may be repeated', 'i'),
  tag: value('look at the instances with this tag, KEY=VALUE; may be repeated'),
})

export const CHECKS: OptionTable = under('Scope:', {
  only: value('check or area to run; may be repeated'),
  skip: value('check or area to leave out; may be repeated'),
})

export const FROM: OptionTable = under('Scope:', { from: value('look at a snapshot file and not at AWS') })

export const CONFIG: OptionTable = under('Scope:', {
  config: value(
    'config file (default: ssm-doctor.json, or the key "ssm-doctor" of package.json, in this folder)',
  ),
})

const SIMULATE: OptionTable = under('Scope:', {
  simulate: flag("ask IAM's policy simulator too, and tell where it says otherwise"),
})

const SAVE: OptionTable = under('Report:', {
  'save-snapshot': value('keep what was read in a file'),
})

export const OUTPUT: OptionTable = under('Report:', {
  format: value(`${FORMATS.join(', ')} (default table); may be repeated as json=FILE`),
  compliance: value(`tell the report by the controls of a framework too: ${FRAMEWORK_IDS.join(', ')}`),
  output: value('file for the report in the place of standard output', 'o'),
  verbose: flag('every node, every finding in full'),
  quiet: flag('what a session would do on each node, and nothing else'),
})

export const COLOR: OptionTable = under('Report:', { 'no-color': flag('no colour (also NO_COLOR)') })

export const GATE: OptionTable = under('Exit code:', {
  'fail-on': value(
    'mildest severity that ends with 1: critical, high, medium, low, info, none (default medium)',
  ),
  strict: flag('anything unknown ends with 3'),
})

const BASELINE: OptionTable = under('Exit code:', {
  baseline: value('JSON report of an earlier run: what it has found fails nothing, what is new does'),
})

export const WRITING: OptionTable = under('Repair:', {
  'dry-run': flag('show the plan, change nothing'),
  yes: flag('do not ask; safe steps only'),
  'allow-review': flag('with --yes: the steps of risk review too'),
  'allow-managed': flag('edit what infrastructure code owns too'),
  'plan-out': value('write the plan to a file, change nothing'),
  emit: value('print the repair as code, change nothing: terraform, cloudformation or cli'),
  wait: value(
    'seconds to wait until AWS shows what was repaired (default 60; 300 for the key of a log group)',
  ),
})

/** What `fix` alone takes. */
export const PLAN: OptionTable = under('Repair:', {
  plan: value('carry out the plan of this file, as it was reviewed'),
})

export const JOURNAL: OptionTable = under('Repair:', {
  'journal-dir': value('folder of the journals (default $XDG_STATE_HOME/ssm-doctor/journal)'),
})

export const CHECK_OPTIONS: OptionTable = {
  ...ACCESS,
  ...NODES,
  ...CHECKS,
  ...FROM,
  ...CONFIG,
  ...SAVE,
  ...SIMULATE,
  ...OUTPUT,
  ...COLOR,
  ...GATE,
  ...BASELINE,
  ...under('Repair:', { fix: flag('repair what can be repaired, after a question') }),
  ...WRITING,
  ...JOURNAL,
}
