// Copies what the program reads at run time and tsc does not emit.
import { cpSync, chmodSync, mkdirSync, readdirSync } from 'node:fs'

const schemas = readdirSync('src/config').filter(name => name.endsWith('.json'))
for (const name of schemas) cpSync(`src/config/${name}`, `dist/src/config/${name}`)
mkdirSync('dist/fixtures/accounts', { recursive: true })
cpSync('fixtures/accounts/log-group-mismatch.json', 'dist/fixtures/accounts/log-group-mismatch.json')
chmodSync('dist/src/cli/main.js', 0o755)
