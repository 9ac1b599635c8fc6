// What the GitHub Action of `action.yml` does: from its inputs to a command line, without a shell between, and from the
// report to its outputs. Inputs come as INPUT_* variables; see docs/ci.md.
import { spawnSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const { env } = process

/** Flags that may be given more than once: a value a line. */
const LISTS = ['region', 'instance', 'tag', 'only', 'skip', 'format', 'compliance']
/** Of these, whose values hold no comma: it parts them too. */
const BY_COMMA = new Set(['region', 'instance', 'only', 'skip', 'compliance'])
const FLAGS = ['simulate', 'strict']
const TEXTS = [
  'profile',
  'role-arn',
  'endpoint-url',
  'concurrency',
  'from',
  'config',
  'save-snapshot',
  'fail-on',
  'baseline',
]

const fail = message => {
  console.log(
    `::error title=ssm-doctor::${message.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')}`,
  )
  process.exit(2)
}

const input = name => (env[`INPUT_${name.replaceAll('-', '_').toUpperCase()}`] ?? '').trim()

const listOf = name =>
  input(name)
    .split(BY_COMMA.has(name) ? /[\n,]/ : '\n')
    .map(value => value.trim())
    .filter(value => value !== '')

const isSet = name => {
  const value = input(name)
  if (value === 'true' || value === 'false' || value === '') return value === 'true'
  return fail(`input ${name} is ${JSON.stringify(value)}; it may be true or false`)
}

/** The version of the action's own package, unless another is asked for: no tag, alias, path or address of a package. */
const version = () => {
  const asked = input('version')
  const own = () => JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version
  if (asked === '') return own()
  if (asked === 'latest' || /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(asked)) return asked
  return fail(`input version is ${JSON.stringify(asked)}; it may be a version such as ${own()}, or latest`)
}

// The value stands in one word with its flag: whatever it begins with, it is no flag itself.
const words = [
  ...LISTS.flatMap(name => listOf(name).map(value => `--${name}=${value}`)),
  ...TEXTS.filter(name => input(name) !== '').map(name => `--${name}=${input(name)}`),
  ...FLAGS.filter(isSet).map(name => `--${name}`),
]

const folder = mkdtempSync(join(env['RUNNER_TEMP'] ?? tmpdir(), 'ssm-doctor-'))
const files = { json: join(folder, 'ssm-doctor.json'), sarif: join(folder, 'ssm-doctor.sarif') }
const reports = ['github', `json=${files.json}`, `sarif=${files.sarif}`].map(format => `--format=${format}`)
const program = ['--yes', `--package=ssm-doctor@${version()}`, '--', 'ssm-doctor', 'check']

const { error, status, signal } = spawnSync('npx', [...program, ...reports, ...words], {
  stdio: ['ignore', 'inherit', 'inherit'],
})
if (error || status === null) fail(`running npx: ${error?.message ?? signal}`)

/** The counts of the report; none where the program ended without one. */
const counts = () => {
  try {
    const { summary } = JSON.parse(readFileSync(files.json, 'utf8'))
    return { failed: summary.failed, unknown: summary.unknown, waived: summary.waived, ...summary.bySeverity }
  } catch {
    return {}
  }
}

const found = counts()
const written = Object.keys(found).length > 0
const outputs = {
  'exit-code': status,
  ...found,
  ...(written && { 'json-file': files.json, 'sarif-file': files.sarif }),
}
const lines = Object.entries(outputs).map(([name, value]) => `${name}=${value}\n`)
if (env['GITHUB_OUTPUT']) appendFileSync(env['GITHUB_OUTPUT'], lines.join(''))
