#!/usr/bin/env node
import { TOOL, toolVersion } from './version.ts'

const args = process.argv.slice(2)

// The version is told before anything else is loaded.
if (args.length === 1 && args[0] === '--version') process.stdout.write(`${TOOL} ${toolVersion()}\n`)
else {
  const { main } = await import('./run.ts')
  await main(args)
}
