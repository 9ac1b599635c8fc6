import { existsSync } from 'node:fs'

/** Where Debian puts it. */
const USUAL = '/usr/bin/chromium'

/** The program of a Chromium: what CHROMIUM names, or Debian's; undefined where there is none. */
export const findChromium = (): string | undefined =>
  [process.env['CHROMIUM'], USUAL].find(path => path !== undefined && path !== '' && existsSync(path))

/**
 * The tests in a browser, or none where there is no browser: then it is said loudly, and with `CI=true` it throws, for a
 * run that leaves them out proves nothing about the page.
 */
export const browserFiles = (pattern: string): string[] => {
  if (findChromium() !== undefined) return [pattern]
  const missing = `no Chromium was found at ${USUAL}, and CHROMIUM names none`
  if (process.env['CI'] === 'true') throw new Error(`the tests in a browser cannot run: ${missing}`)
  process.once('exit', () => process.stderr.write(`\n  THE TESTS IN A BROWSER DID NOT RUN: ${missing}\n\n`))
  return []
}
