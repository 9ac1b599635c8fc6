import type { Argv } from './arguments.ts'
import { FORMATS_OF } from './formats.ts'
import type { Interrupt } from './interrupt.ts'
import {
  ACCESS,
  CHECK_OPTIONS,
  CHECKS,
  COLOR,
  CONFIG,
  FROM,
  GATE,
  JOURNAL,
  NODES,
  OUTPUT,
  PLAN,
  type OptionTable,
} from './options.ts'

/** A command's work: from its arguments to the exit code. */
export type Run = (argv: Argv, interrupt: Interrupt) => Promise<number>

export interface CommandEntry {
  /** As yargs reads it: the name and the positional arguments. */
  readonly usage: string
  readonly describe: string
  readonly options: OptionTable
  /** Command line → what it does. */
  readonly examples: readonly (readonly [string, string])[]
  /** Loads the command's code, and so what that needs, only now. */
  load(): Promise<Run>
}

const { fix: _fix, ...REPAIR_OPTIONS } = CHECK_OPTIONS
const FIX_OPTIONS = { ...REPAIR_OPTIONS, ...PLAN }

const formatOf = (formats: readonly string[]): OptionTable[string] => ({
  type: 'string',
  requiresArg: true,
  describe: `${formats.slice(0, -1).join(', ')} or ${formats.at(-1)} (default table)`,
  group: 'Report:',
})

/** Every command, by its name; `check` is also what runs without one. */
export const COMMANDS: Readonly<Record<string, CommandEntry>> = {
  check: {
    usage: 'check',
    describe: 'say what a session would do on each node, and why it fails (the default)',
    options: CHECK_OPTIONS,
    examples: [
      ['$0 check -r ap-southeast-1', 'look at one Region'],
      ['$0 check -r eu-west-1 -i i-0abc1234def567890', 'look at one node'],
      ['$0 check -r all --format json=report.json --fail-on high', 'gate a pipeline on every Region'],
      ['$0 check -r eu-west-1 --format github --format sarif=a.sarif', 'annotate a workflow, and code'],
      ['$0 check --from account.json', 'look at a snapshot, without credentials'],
      ['$0 check --config ssm-doctor.json', 'look at what a config names, and tell drift from it'],
      ['$0 check --baseline before.json', 'fail on what is new since an earlier --format json=before.json'],
      ['$0 check -r eu-west-1 --simulate', "ask IAM's policy simulator for a second opinion"],
    ],
    load: async () => (await import('./commands/check.ts')).runCheck,
  },
  fix: {
    usage: 'fix',
    describe: 'check, then show a repair, ask, carry it out and verify it (check --fix)',
    options: FIX_OPTIONS,
    examples: [
      ['$0 fix -r ap-southeast-1', 'show the repair and ask'],
      ['$0 fix -r ap-southeast-1 --dry-run', 'show the repair'],
      ['$0 fix -r ap-southeast-1 --yes --allow-review', 'repair without a question'],
      ['$0 fix -r ap-southeast-1 --emit terraform > repair.tf', 'print the repair as code'],
      ['$0 fix -r ap-southeast-1 --plan-out plan.json', 'keep the plan, for a review'],
      ['$0 fix --plan plan.json --yes --allow-review', 'carry out what was reviewed'],
    ],
    load: async () => (await import('./commands/fix.ts')).runFix,
  },
  rollback: {
    usage: 'rollback [journal]',
    describe: 'undo a repair, whole or half done',
    options: {
      ...ACCESS,
      ...JOURNAL,
      ...COLOR,
      list: { type: 'boolean', describe: 'list the journals' },
      'dry-run': { type: 'boolean', describe: 'show what would be undone, change nothing' },
      yes: { type: 'boolean', describe: 'do not ask' },
    },
    examples: [
      ['$0 rollback', 'undo the newest repair of this account'],
      ['$0 rollback --list', 'list what can be undone'],
      ['$0 rollback JOURNAL --yes', 'undo a certain repair without a question'],
    ],
    load: async () => (await import('./commands/rollback.ts')).runRollback,
  },
  snapshot: {
    usage: 'snapshot',
    describe: 'read the account into a file for --from',
    options: {
      ...ACCESS,
      ...NODES,
      ...CHECKS,
      ...CONFIG,
      output: { type: 'string', requiresArg: true, demandOption: true, alias: 'o', describe: 'the file' },
    },
    examples: [['$0 snapshot -r eu-central-1 -o account.json', 'keep what check would read']],
    load: async () => (await import('./commands/snapshot.ts')).runSnapshot,
  },
  diff: {
    usage: 'diff <before> <after>',
    describe: 'say what two snapshots say differently, in meaning, and what that changes for each node',
    options: {
      format: formatOf(FORMATS_OF.diff),
      output: OUTPUT['output'] ?? {},
      verbose: { ...OUTPUT['verbose'], describe: 'every difference, in full' },
      ...COLOR,
    },
    examples: [
      ['$0 diff monday.json friday.json', 'what has changed since'],
      ['$0 diff before.json after.json --format json', 'for a program'],
      ['$0 diff before.json after.json --format markdown -o comment.md', 'for a pull request'],
    ],
    load: async () => (await import('./commands/diff.ts')).runDiff,
  },
  demo: {
    usage: 'demo',
    describe: 'a broken sample account, its report, its repair and the result: no AWS account needed',
    options: COLOR,
    examples: [['$0 demo', 'see what it does']],
    load: async () => (await import('./commands/demo.ts')).runDemo,
  },
  init: {
    usage: 'init',
    describe: 'write a config that declares what the account has now, and a workflow that holds it to that',
    options: {
      ...ACCESS,
      ...FROM,
      'dry-run': { type: 'boolean', describe: 'print what would be written, write nothing' },
      'no-workflow': { type: 'boolean', describe: 'write ssm-doctor.json alone' },
      ...COLOR,
    },
    examples: [
      ['$0 init -r eu-west-1 -r eu-central-1', 'ssm-doctor.json and .github/workflows/ssm-doctor.yml'],
      ['$0 init -r all --dry-run', 'see what would be declared'],
      ['$0 init --from account.json --no-workflow', 'the config alone, from a snapshot'],
    ],
    load: async () => (await import('./commands/init.ts')).runInit,
  },
  list: {
    usage: 'list',
    describe: 'list every check',
    options: { ...CONFIG, format: formatOf(FORMATS_OF.list) },
    examples: [['$0 list --format json', 'for a program']],
    load: async () => (await import('./commands/list.ts')).runList,
  },
  explain: {
    usage: 'explain [what..]',
    describe:
      'explain an error text, given or piped in: what it means, its causes and what tells them apart; or a check, by its id',
    options: {
      ...ACCESS,
      ...NODES,
      ...FROM,
      ...CONFIG,
      ...GATE,
      ...COLOR,
      format: formatOf(FORMATS_OF.explain),
    },
    examples: [
      ['$0 explain "Handshake timed out"', 'what an error means'],
      ['aws ssm start-session --target i-… 2>&1 | $0 explain', 'explain what a command says'],
      ['$0 explain "TargetNotConnected" -r eu-west-1 -i i-0abc1234def567890', 'say which cause it is here'],
      ['$0 explain logs/log-group-arn-match', 'explain one check'],
    ],
    load: async () => (await import('./commands/explain.ts')).runExplain,
  },
  preflight: {
    usage: 'preflight',
    describe: 'look at this computer: AWS CLI, plugin, credentials, Region, clock, way to ssmmessages, proxy',
    options: {
      region: ACCESS['region'] ?? {},
      profile: ACCESS['profile'] ?? {},
      'role-arn': ACCESS['role-arn'] ?? {},
      'endpoint-url': ACCESS['endpoint-url'] ?? {},
      ...COLOR,
      format: formatOf(FORMATS_OF.preflight),
    },
    examples: [
      ['$0 preflight', 'with the Region of the environment'],
      ['$0 preflight -r eu-west-1 --profile ops', 'for one Region, as somebody'],
    ],
    load: async () => (await import('./commands/preflight.ts')).runPreflight,
  },
  policy: {
    usage: 'policy <who>',
    describe: "print the least policy that this account's preferences ask of a node's role or of a person",
    options: {
      ...ACCESS,
      ...FROM,
      ...CONFIG,
      instances: {
        type: 'string',
        requiresArg: true,
        describe: 'operator: these nodes alone, by id, with commas between them; may be repeated',
      },
      tag: {
        type: 'string',
        requiresArg: true,
        describe: 'operator: nodes with this tag alone, KEY=VALUE; may be repeated',
      },
      mfa: { type: 'boolean', describe: 'operator: only after signing in with a second factor' },
    },
    examples: [
      ['$0 policy node -r ap-southeast-1', "what a node's role must be allowed"],
      ['$0 policy operator -r ap-southeast-1 --tag team=web --mfa', 'what a person of that team must be'],
    ],
    load: async () => (await import('./commands/policy.ts')).runPolicy,
  },
  permissions: {
    usage: 'permissions',
    describe: 'print the least IAM policy that the checks need',
    options: {
      region: ACCESS['region'] ?? {},
      ...CHECKS,
      ...CONFIG,
      fix: { type: 'boolean', describe: 'what --fix and rollback need, too' },
      simulate: { type: 'boolean', describe: 'what --simulate needs, too' },
    },
    examples: [
      ['$0 permissions', 'for a reader'],
      ['$0 permissions --only logs --fix', 'for one who repairs the logs'],
    ],
    load: async () => (await import('./commands/permissions.ts')).runPermissions,
  },
  'new-check': {
    usage: 'new-check <id>',
    describe:
      "write a check, its test and its listing: one of a plugin, or in this project's own folder one of ours",
    options: { 'dry-run': { type: 'boolean', describe: 'say what would be written, write nothing' } },
    examples: [
      ['$0 new-check acme/nodes-have-an-owner', 'begin a plugin in the folder checks, or add a check to it'],
      ['$0 new-check logs/group-has-an-owner', "in a clone of ssm-doctor: one of the project's own"],
    ],
    load: async () => (await import('./commands/new-check.ts')).runNewCheck,
  },
}
