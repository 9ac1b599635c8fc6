import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { compliancePage } from './support/compliance-page.ts'
import { between, stored } from './support/pages.ts'

const BROKEN = 'fixtures/accounts/log-group-mismatch.json'

/** What people see: the command, and the file that holds the command, its output and its exit code. */
const TRANSCRIPTS = {
  demo: ['demo'],
  check: ['check', '--from', BROKEN],
  quiet: ['check', '--from', BROKEN, '--quiet'],
  compliance: ['check', '--from', BROKEN, '--compliance', 'iso-27001'],
  healthy: ['check', '--from', 'fixtures/healthy.json'],
  github: ['check', '--from', BROKEN, '--format', 'github'],
  markdown: ['check', '--from', BROKEN, '--format', 'markdown'],
  network: ['check', '--from', 'fixtures/accounts/vpc-without-dns-host-names.json', '--verbose'],
  diff: ['diff', 'fixtures/healthy.json', BROKEN],
  plan: ['check', '--from', BROKEN, '--fix', '--dry-run'],
  drift: [
    'check',
    '--from',
    'fixtures/accounts/preferences-drifted.json',
    '--config',
    'fixtures/config/drift.json',
  ],
  waivers: ['check', '--from', BROKEN, '--config', 'fixtures/config/waivers.json'],
  baseline: ['check', '--from', BROKEN, '--baseline', 'fixtures/config/before.json'],
  'broken-plugin': [
    'check',
    '--config',
    'fixtures/config/broken-plugin.json',
    '--from',
    'fixtures/healthy.json',
    '--only',
    'acme',
  ],
  'bad-config': ['check', '--config', 'fixtures/config/misspelt.json'],
  'emit-terraform': ['check', '--from', BROKEN, '--quiet', '--emit', 'terraform'],
  'emit-cloudformation': ['check', '--from', BROKEN, '--quiet', '--emit', 'cloudformation'],
  'emit-cli': ['check', '--from', BROKEN, '--quiet', '--emit', 'cli'],
  init: ['init', '--from', BROKEN, '--dry-run'],
  list: ['list'],
  explain: ['explain', 'logs/log-group-arn-match'],
  'explain-error': [
    'explain',
    'Handshake timed out. Please ensure that you have the latest version of the plugin',
  ],
  'explain-here': [
    'explain',
    'TargetNotConnected',
    '--from',
    'fixtures/accounts/role-without-agent-permissions.json',
  ],
  'policy-node': ['policy', 'node', '--from', BROKEN],
  'policy-operator': ['policy', 'operator', '--from', BROKEN, '--tag', 'team=web', '--mfa'],
  preflight: ['preflight', '--region', 'eu-west-1', '--endpoint-url', 'http://127.0.0.1:9'],
  permissions: ['permissions'],
  'permissions-fix': ['permissions', '--fix'],
  'unknown-flag': ['check', '--fromm', BROKEN],
} as const

const transcript = (args: readonly string[]): string => {
  // A computer with nothing on it, so that what it has cannot show.
  const bare = { PATH: '', HOME: '/nonexistent', AWS_EC2_METADATA_DISABLED: 'true' }
  const own = { NO_COLOR: '1', COLUMNS: '120', GITHUB_STEP_SUMMARY: '' }
  const env = { ...(args[0] === 'preflight' ? bare : process.env), ...own }
  const { stdout, stderr, status } = spawnSync(process.execPath, ['dist/src/cli/main.js', ...args], {
    encoding: 'utf8',
    env,
  })
  const words = args.map(arg => (arg.includes(' ') ? `"${arg}"` : arg))
  return `$ ssm-doctor ${words.join(' ')}\n${stdout}${stderr}exit code ${status}\n`
}

describe('transcripts (UPDATE_FIXTURES=1 writes them anew)', () => {
  it.each(Object.entries(TRANSCRIPTS))('%s', (name, args) => {
    const fresh = transcript(args)
    expect(fresh).toBe(stored(`fixtures/transcripts/${name}.txt`, fresh))
  })
})

const indented = (text: string): string => text.replaceAll(/^(?=.)/gm, '    ')

/** Where people read which of them. */
const PAGES = {
  'README.md': ['quiet', 'bad-config'],
  'docs/fixing.md': ['emit-terraform'],
  'docs/commands.md': [
    'explain-error',
    'explain-here',
    'explain',
    'preflight',
    'policy-node',
    'policy-operator',
    'check',
    'healthy',
    'diff',
    'permissions',
    'compliance',
    'init',
  ],
  'docs/gate.md': ['newcomer'],
  'docs/formats.md': ['github', 'markdown'],
  'docs/plugins.md': ['broken-plugin'],
} as const

describe.each(Object.entries(PAGES))('%s', (page, names) => {
  it('shows the transcripts as they are', () => {
    const fresh = names.reduce<string>(
      (text, name) =>
        between(
          text,
          `transcript ${name}`,
          indented(readFileSync(`fixtures/transcripts/${name}.txt`, 'utf8')),
        ),
      readFileSync(page, 'utf8'),
    )
    expect(fresh).toBe(stored(page, fresh))
  })
})

describe('README.md', () => {
  it('shows the config as it is', () => {
    const page = readFileSync('README.md', 'utf8')
    const config = readFileSync('fixtures/config/ssm-doctor.json', 'utf8')
    const fresh = between(page, 'config', indented(config))
    expect(fresh).toBe(stored('README.md', fresh))
  })
})

describe('docs/checks.md', () => {
  it('is what the checks say of themselves', () => {
    const args = ['dist/src/cli/main.js', 'list', '--format', 'markdown']
    const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' })
    expect(stdout).toBe(stored('docs/checks.md', stdout))
  })
})

describe('docs/compliance.md', () => {
  it('is what the mapping says', () => {
    const fresh = compliancePage()
    expect(fresh).toBe(stored('docs/compliance.md', fresh))
  })
})
