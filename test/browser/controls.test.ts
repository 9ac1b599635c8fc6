import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { browserForFile } from '../support/browser/open.ts'
import { variedPage } from '../support/browser/reports.ts'

const open = browserForFile()
const html = variedPage()

const shown = (page: Page, kind: string): Promise<readonly string[]> =>
  page
    .locator(`[data-item=${kind}]:visible`)
    .evaluateAll(all =>
      all.map(one => one.querySelector('.check, th code, h3, code, summary')?.textContent ?? ''),
    )

const status = (page: Page): Promise<string | null> => page.locator('#filter-status').textContent()

describe('the filter', () => {
  it('narrows findings down by each of their fields, and says how many are left', async () => {
    const { page, context } = await open(html)
    await page.getByLabel('Severity').selectOption('low')
    await expect.poll(() => shown(page, 'finding')).toEqual(['s3/tls-only', 'kms/rotation-enabled'])
    await page.getByLabel('Verdict').selectOption('accepted')
    await expect.poll(() => shown(page, 'finding')).toEqual(['kms/rotation-enabled'])
    expect(await status(page)).toMatch(/^Showing .*1 of 5 blocks of findings/)
    expect(await page.locator('h3', { hasText: 'Failed' }).isVisible()).toBe(false)
    await page.getByRole('button', { name: 'Clear' }).click()
    await expect.poll(() => shown(page, 'finding')).toHaveLength(5)
    expect(await status(page)).toBe('')
    await context.close()
  })

  it('takes a Region for nodes, findings and ways alike', async () => {
    const { page, context } = await open(html)
    await page.getByLabel('Region').selectOption('sa-east-1')
    await expect.poll(() => shown(page, 'row')).toEqual(['i-0000000000000000b'])
    expect(await shown(page, 'finding')).toEqual(['logs/log-group-arn-match'])
    expect(await shown(page, 'path')).toEqual([])
    expect(await page.locator('#paths .empty').isVisible()).toBe(true)
    await context.close()
  })

  it('takes an area for findings and checks', async () => {
    const { page, context } = await open(html)
    await page.getByLabel('Area').selectOption('s3')
    await expect.poll(() => shown(page, 'finding')).toEqual(['s3/tls-only', 's3/bucket-owner'])
    expect(await shown(page, 'check')).toEqual(['s3/bucket-owner', 's3/versioning'])
    await context.close()
  })

  it('finds one node among many that share a row, unfolds the row and folds it again', async () => {
    const { page, context } = await open(html)
    await page.getByLabel('Search').fill('FLEET-37')
    await expect.poll(() => shown(page, 'row')).toHaveLength(1)
    expect(await page.locator('tr .members li:visible').allTextContents()).toEqual([
      expect.stringContaining('fleet-37'),
    ])
    await page.getByLabel('Search').fill('')
    await expect.poll(() => shown(page, 'row')).toHaveLength(4)
    expect(await page.locator('tr .members li:visible').count()).toBe(0)
    await context.close()
  })

  it('asks for every word, wherever it stands, and says when nothing has them all', async () => {
    const { page, context } = await open(html)
    await page.getByLabel('Search').fill('dnshostnames vpc-1')
    await expect.poll(() => shown(page, 'finding')).toEqual(['network/vpc-dns'])
    await page.getByLabel('Search').fill('dnshostnames nowhere')
    await expect.poll(() => page.locator('#findings .empty').isVisible()).toBe(true)
    await context.close()
  })

  it('says its counts to a screen reader', async () => {
    const { page, context } = await open(html)
    expect(await page.getByRole('status').getAttribute('aria-live')).toBe('polite')
    await page.getByLabel('Search').fill('alpha')
    await expect.poll(() => page.getByRole('status').textContent()).toMatch(/^Showing 1 of 4 rows of nodes/)
    await context.close()
  })

  it('gives way to a link to what it hides', async () => {
    const { page, context } = await open(html)
    await page.getByLabel('Severity').selectOption('medium')
    await expect.poll(() => shown(page, 'finding')).toEqual([])
    await page.locator('#outcomes a', { hasText: 'network/vpc-dns' }).click()
    await expect.poll(() => shown(page, 'finding')).toHaveLength(5)
    expect(new URL(page.url()).hash).toBe('#finding-1')
    await context.close()
  })
})

describe('sorting', () => {
  it('goes by what is meant, not by letters, both ways, and says so', async () => {
    const { page, context } = await open(html)
    const names = () => shown(page, 'row')
    const head = page.locator('#outcomes th', { hasText: 'Can connect' })
    await head.getByRole('button').click()
    expect(await head.getAttribute('aria-sort')).toBe('ascending')
    expect((await names())[0]).toBe('i-0000000000000000a')
    await head.getByRole('button').click()
    expect(await head.getAttribute('aria-sort')).toBe('descending')
    expect((await names()).at(-1)).toBe('i-0000000000000000a')
    expect(await status(page)).toBe('Sorted by Can connect, descending.')
    await context.close()
  })

  it('serves the table of checks too, numbers as numbers', async () => {
    const { page, context } = await open(html)
    await page.locator('#checks th', { hasText: 'Subjects' }).getByRole('button').click()
    expect(await shown(page, 'check')).toEqual([
      's3/versioning',
      'kms/key-usable',
      's3/bucket-owner',
      'network/vpc-dns',
    ])
    await context.close()
  })
})

describe('copying', () => {
  it('puts the command on the clipboard as it stands', async () => {
    const { page, context } = await open(html)
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    const button = page.locator('button.copy').first()
    await button.click()
    await expect.poll(() => button.textContent()).toBe('Copied')
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
      'aws iam create-policy-version --policy-arn arn:x',
    )
    await context.close()
  })

  it('goes by the selection where the clipboard is refused', async () => {
    const { page, context } = await open(html)
    await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }))
    await page.locator('button.copy').first().click()
    expect(await page.evaluate(() => String(getSelection()))).toBe(
      'aws iam create-policy-version --policy-arn arn:x',
    )
    await context.close()
  })
})

describe('the keyboard', () => {
  it('reaches everything that can be pressed, in the order of the page, with the focus to be seen', async () => {
    const { page, context } = await open(html)
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content')
    expect(await page.locator('.skip').evaluate(one => one.getBoundingClientRect().left)).toBeGreaterThan(0)
    const met: string[] = []
    for (let presses = 0; presses < 400; presses++) {
      await page.keyboard.press('Tab')
      const name = await page.evaluate(() => {
        const { activeElement: one } = document
        if (!one || one === document.body) return ''
        const { outlineStyle, outlineWidth } = getComputedStyle(one)
        return `${one.tagName}${outlineStyle === 'none' || outlineWidth === '0px' ? ' without focus' : ''}`
      })
      if (name === '') break
      met.push(name)
    }
    const all = await page
      .locator('a, button, input, select, summary')
      .evaluateAll(every => every.filter(one => one.checkVisibility()).length)
    expect(met.filter(name => name.includes('without'))).toEqual([])
    expect(met.filter(name => name !== 'UL')).toHaveLength(all - 1)
    await context.close()
  })

  it('opens what is folded and sorts with Enter', async () => {
    const { page, context } = await open(html)
    await page.locator('summary', { hasText: '60 nodes' }).focus()
    await page.keyboard.press('Enter')
    expect(await page.locator('text=fleet-59').isVisible()).toBe(true)
    await page.locator('#outcomes thead button').first().focus()
    await page.keyboard.press('Enter')
    expect(await page.locator('#outcomes th').first().getAttribute('aria-sort')).toBe('ascending')
    await context.close()
  })
})
