import type { Options } from 'yargs'

/** An option with one value. */
const value = (describe: string, alias?: string): Options => ({
  type: 'string',
  requiresArg: true,
  describe,
  ...(alias !== undefined && { alias }),
})

const flag = (describe: string): Options => ({ type: 'boolean', describe })

export type OptionTable = Readonly<Record<string, Options>>

export const ACCESS: OptionTable = {
  region: value('Region to look at; may be repeated; "all" for every Region that is opted in', 'r'),
  profile: value('profile of the AWS configuration'),
  'role-arn': value('role to assume first'),
  'endpoint-url': value('endpoint in the place of AWS, as AWS_ENDPOINT_URL'),
  concurrency: value('calls in flight at a time (default 8)'),
}

export const NODES: OptionTable = {
  instance: value('node to look at (i-… or mi-…); may be repeated', 'i'),
  tag: value('look at the instances with this tag, KEY=VALUE; may be repeated'),
}

export const CHECKS: OptionTable = {
  only: value('check or area to run; may be repeated'),
  skip: value('check or area to leave out; may be repeated'),
}

export const FROM: OptionTable = { from: value('look at a snapshot file and not at AWS') }

export const OUTPUT: OptionTable = {
  format: value('table or json; may be repeated as json=FILE'),
  output: value('file for the report in the place of standard output', 'o'),
  verbose: flag('every node, every finding in full'),
  quiet: flag('what a session would do on each node, and nothing else'),
}

export const COLOR: OptionTable = { 'no-color': flag('no colour (also NO_COLOR)') }

export const GATE: OptionTable = {
  'fail-on': value(
    'mildest severity that ends with 1: critical, high, medium, low, info, none (default medium)',
  ),
  strict: flag('anything unknown ends with 3'),
}

export const WRITING: OptionTable = {
  'dry-run': flag('show the plan, change nothing'),
  yes: flag('do not ask; safe steps only'),
  'allow-review': flag('with --yes: the steps of risk review too'),
  wait: value('seconds to wait until AWS shows what was repaired (default 60)'),
}

export const JOURNAL: OptionTable = {
  'journal-dir': value('folder of the journals (default $XDG_STATE_HOME/ssm-doctor/journal)'),
}

export const CHECK_OPTIONS: OptionTable = {
  ...ACCESS,
  ...NODES,
  ...CHECKS,
  ...FROM,
  'save-snapshot': value('keep what was read in a file'),
  ...OUTPUT,
  ...COLOR,
  ...GATE,
  fix: flag('repair what can be repaired, after a question'),
  ...WRITING,
  ...JOURNAL,
}
