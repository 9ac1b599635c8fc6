import { shellQuote } from '../core/words/aws-command.ts'
import { OWN_FILE } from '../config/find-config.ts'
import { accessOf, type Access } from './access-options.ts'
import { flag, text, type Argv } from './arguments.ts'
import { refuseBeside } from './check-options.ts'
import { TOOL } from './version.ts'

/** Where GitHub looks for workflows. */
export const WORKFLOW_FILE = '.github/workflows/ssm-doctor.yml'

/** What `init` was asked for. */
export interface InitOptions {
  readonly access: Access
  readonly from?: string
  readonly dryRun: boolean
  /** The files to write, from the working folder. */
  readonly files: readonly string[]
  /** The command that looks at the same account by what is written. */
  readonly again: string
}

/** Reads the options of `init`. @throws UsageError for the first that is wrong */
export const initOptions = (argv: Argv): InitOptions => {
  const from = text(argv, 'from')
  if (from !== undefined) refuseBeside('from', argv, REACHING)
  return {
    access: accessOf(argv),
    ...(from !== undefined && { from }),
    dryRun: flag(argv, 'dry-run'),
    files: flag(argv, 'no-workflow') ? [OWN_FILE] : [OWN_FILE, WORKFLOW_FILE],
    again: againBy(argv),
  }
}

const REACHING = ['profile', 'role-arn', 'endpoint-url']

/** The Regions are in the config now. */
const againBy = (argv: Argv): string => {
  const flags = [...REACHING, 'from'].flatMap(name => {
    const value = text(argv, name)
    return value === undefined ? [] : [`--${name}`, shellQuote(value)]
  })
  return ['npx', TOOL, 'check', ...flags].join(' ')
}
