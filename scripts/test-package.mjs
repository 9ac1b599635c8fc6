// Packs the package, installs the tarball into an empty folder and uses it there as a newcomer would.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const LIMIT_BYTES = { unpacked: 4_000_000, packed: 1_000_000 }
const folder = mkdtempSync(join(tmpdir(), 'ssm-doctor-package-'))
const run = (command, args, cwd = folder) => execFileSync(command, args, { cwd, encoding: 'utf8' })

/** A plugin and its test, as somebody outside writes them. */
const PLUGIN = `import { defineCheck } from 'ssm-doctor'
export const owner = defineCheck({
  id: 'acme/owner', title: 'each instance has an owner', why: 'Nobody knows whom to ask.',
  docs: 'https://wiki.example.com/owners', severity: 'low', fix: 'none', each: 'instances', needs: [],
  run: ({ tags }) =>
    tags.Owner === '' ? { message: 'the tag Owner is empty', remedy: { text: 'Fill it in.' } } : undefined,
})
export default [owner]
`
const PLUGIN_TEST = `import test from 'node:test'
import { healthyWorld, testCheck } from 'ssm-doctor/test'
import { owner } from './ours.mjs'
const [id] = Object.keys(healthyWorld().records.instances)
testCheck(test, owner, {
  'an empty tag': {
    break: ({ records }) => (records.instances[id].tags.Owner = ''),
    finds: [\`\${id}: the tag Owner is empty\`],
  },
  'a full one': { break: ({ records }) => (records.instances[id].tags.Owner = 'amelia'), finds: [] },
})
`

const fail = message => {
  throw new Error(message)
}

try {
  run('npx', ['--no-install', 'publint', '--strict'], process.cwd())
  const packed = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', folder], process.cwd()))
  const [{ filename, files, unpackedSize }] = Array.isArray(packed) ? packed : Object.values(packed)
  const { size } = statSync(join(folder, filename))
  if (unpackedSize >= LIMIT_BYTES.unpacked) fail(`the package weighs ${unpackedSize} bytes unpacked`)
  if (size >= LIMIT_BYTES.packed) fail(`the package weighs ${size} bytes packed`)
  const tests = files.filter(({ path }) => /(^|\/)test\/|\.test\./.test(path))
  if (tests.length > 0) fail(`the package holds tests: ${tests[0].path}`)
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
  run('npm', ['install', '--no-audit', '--no-fund', join(folder, filename)])
  const demo = run('npx', ['--no-install', 'ssm-doctor', 'demo'])
  if (!demo.includes('logs/log-group-arn-match')) fail('the installed demo does not tell its story')
  const sample = join(folder, 'node_modules/ssm-doctor/dist/fixtures/accounts/log-group-mismatch.json')
  try {
    run('npx', ['--no-install', 'ssm-doctor', 'check', '--from', sample])
    fail('the installed check finds nothing in the broken sample account')
  } catch (error) {
    if (error.status !== 1) throw error
  }
  writeFileSync(
    join(folder, 'door.mjs'),
    "import { decide } from 'ssm-doctor'\nif (typeof decide !== 'function') process.exit(1)\n",
  )
  run('node', ['door.mjs'])
  writeFileSync(join(folder, 'ours.mjs'), PLUGIN)
  writeFileSync(join(folder, 'ours.test.mjs'), PLUGIN_TEST)
  run('node', ['--test', 'ours.test.mjs'])
  writeFileSync(join(folder, 'ssm-doctor.json'), '{ "plugins": ["./ours.mjs"] }\n')
  const listed = run('npx', ['--no-install', 'ssm-doctor', 'list'])
  if (!listed.includes('acme/owner')) fail('the installed list does not name the check of a plugin')
  process.stdout.write(
    `package: ${files.length} files, ${unpackedSize} bytes unpacked, ${size} packed; demo, check, the library and a plugin with its test work\n`,
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}
