// Makes dist whole after tsc: nothing of sources that are gone, types of the public door alone, and what is read at run time.
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'

const emitted = readdirSync('dist', { recursive: true, withFileTypes: true })
  .filter(entry => entry.isFile() && /\.(js|d\.ts)$/.test(entry.name))
  .map(entry => join(entry.parentPath, entry.name))

for (const file of emitted) {
  const source = relative('dist', file).replace(/\.(js|d\.ts)$/, '.ts')
  const isHidden = file.endsWith('.d.ts') && !source.startsWith(join('src', 'core'))
  if (isHidden || !existsSync(source)) rmSync(file)
}

for (const name of readdirSync('src/config').filter(name => name.endsWith('.json'))) {
  cpSync(`src/config/${name}`, `dist/src/config/${name}`)
}
mkdirSync('dist/fixtures/accounts', { recursive: true })
cpSync('fixtures/accounts/log-group-mismatch.json', 'dist/fixtures/accounts/log-group-mismatch.json')
chmodSync('dist/src/cli/main.js', 0o755)
