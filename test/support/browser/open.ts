import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { findChromium } from './chromium.ts'

const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export interface Look {
  readonly scheme?: 'light' | 'dark'
  readonly width?: number
  readonly script?: boolean
}

/** A report in a browser, and what it did there that no report may do. */
export interface Opened {
  readonly page: Page
  readonly context: BrowserContext
  /** What was asked for beside the file itself. */
  readonly requests: readonly string[]
  /** What the console said, and what was thrown. */
  readonly complaints: readonly string[]
}

/** Opens reports from files, as their readers do; one browser for a test file, with a profile of its own. */
export const browserForFile = (): ((html: string, look?: Look) => Promise<Opened>) => {
  let browser: Browser | undefined
  const folder = mkdtempSync(join(tmpdir(), 'ssm-doctor-browser-'))
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: findChromium() as string, args: ARGS })
  })
  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true, force: true })
  })
  let count = 0
  return async (html, look = {}) => {
    const file = join(folder, `report-${(count += 1)}.html`)
    writeFileSync(file, html)
    return opened(browser as Browser, pathToFileURL(file).href, look)
  }
}

const opened = async (browser: Browser, url: string, look: Look): Promise<Opened> => {
  const { scheme = 'light', width = 1280, script = true } = look
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: scheme,
    javaScriptEnabled: script,
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  const [requests, complaints]: [string[], string[]] = [[], []]
  page.on('request', request => request.url() === url || requests.push(request.url()))
  page.on('console', message => complaints.push(message.text()))
  page.on('pageerror', error => complaints.push(error.message))
  page.on('dialog', dialog => complaints.push(`dialog ${dialog.message()}`))
  await page.goto(url)
  return { page, context, requests, complaints }
}
