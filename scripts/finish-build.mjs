// Makes dist whole after tsc: nothing of sources that are gone, types of the public doors alone, and what is read at run time.
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'

/** Where the types are that users import. */
const DOORS = ['core', 'tester']

const emitted = readdirSync('dist', { recursive: true, withFileTypes: true })
  .filter(entry => entry.isFile() && /\.(js|d\.ts)$/.test(entry.name))
  .map(entry => join(entry.parentPath, entry.name))

for (const file of emitted) {
  const source = relative('dist', file).replace(/\.(js|d\.ts)$/, '.ts')
  const isHidden = file.endsWith('.d.ts') && !DOORS.some(door => source.startsWith(join('src', door)))
  if (isHidden || !existsSync(source)) rmSync(file)
}

for (const name of readdirSync('src/config').filter(name => name.endsWith('.json'))) {
  cpSync(`src/config/${name}`, `dist/src/config/${name}`)
}
mkdirSync('dist/fixtures/accounts', { recursive: true })
cpSync('fixtures/healthy.json', 'dist/fixtures/healthy.json')
cpSync('fixtures/accounts/log-group-mismatch.json', 'dist/fixtures/accounts/log-group-mismatch.json')
chmodSync('dist/src/cli/main.js', 0o755)
