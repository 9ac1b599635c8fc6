import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { browserForFile } from '../support/browser/open.ts'
import { variedPage } from '../support/browser/reports.ts'

const open = browserForFile()
const html = variedPage()

describe('the page by itself', () => {
  it('asks for nothing but its own file, complains of nothing and runs nothing of the account', async () => {
    const { page, context, requests, complaints } = await open(html)
    await page.locator('#filter-text').fill('role')
    await page.locator('article', { hasText: 's3/tls-only' }).locator('button.copy').click()
    await page.evaluate(() => document.querySelectorAll('details').forEach(fold => (fold.open = true)))
    expect(await page.title()).toBe('Session Manager audit of 210987654321')
    expect({ requests, complaints }).toEqual({ requests: [], complaints: [] })
    expect(await page.locator('img').count()).toBe(0)
    await context.close()
  })

  it('lets no script run that is put into it, nor anything load', async () => {
    const asked: string[] = []
    const server = createServer(({ url = '' }, response) => {
      asked.push(url)
      response.end()
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const { page, context, complaints } = await open(html)
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/x.png`
    await page.evaluate(address => {
      const script = document.createElement('script')
      script.textContent = "document.title = 'taken'"
      const image = document.createElement('img')
      image.src = address
      document.body.append(script, image)
      return new Promise(resolve => image.addEventListener('error', resolve))
    }, address)
    expect(await page.title()).toBe('Session Manager audit of 210987654321')
    expect(complaints.filter(text => text.includes('Content Security Policy'))).toHaveLength(2)
    expect(asked).toEqual([])
    server.close()
    await context.close()
  })

  it('shows an account its hostile name as text, and makes no link of a hostile address', async () => {
    const { page, context } = await open(html)
    const article = page.locator('article', { hasText: 's3/tls-only' })
    expect(await article.locator('.message').textContent()).toContain(
      "role <script>document.title='taken'</script>",
    )
    expect(await article.locator('.more a').getAttribute('href')).toBe('#findings')
    await context.close()
  })
})

describe('without a script', () => {
  it('shows all that it holds, and no control that would do nothing', async () => {
    const { page, context } = await open(html, { script: false })
    expect(await page.locator('button:visible, input:visible, select:visible').count()).toBe(0)
    expect(await page.locator('article:visible').count()).toBe(5)
    expect(await page.locator('tr[data-item=row]:visible').count()).toBe(4)
    await page.locator('summary', { hasText: '60 nodes' }).click()
    expect(await page.locator('text=fleet-59').isVisible()).toBe(true)
    await context.close()
  })
})

describe('on paper', () => {
  it('is whole: everything open, whatever was filtered, and nothing to press', async () => {
    const { page, context } = await open(html, { scheme: 'dark' })
    await page.locator('#filter-text').fill('gamma')
    await expect.poll(() => page.locator('article:visible').count()).toBe(0)
    await page.emulateMedia({ media: 'print' })
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')))
    expect(await page.locator('article:visible').count()).toBe(5)
    expect(await page.locator('details:not([open])').count()).toBe(0)
    expect(await page.locator('text=fleet-59').isVisible()).toBe(true)
    expect(await page.locator('button.copy:visible, nav:visible, form:visible, #theme:visible').count()).toBe(
      0,
    )
    expect(await page.evaluate(() => getComputedStyle(document.querySelector('h1') as Element).color)).toBe(
      'rgb(26, 35, 48)',
    )
    await page.emulateMedia({ media: 'screen' })
    await page.evaluate(() => dispatchEvent(new Event('afterprint')))
    expect(await page.locator('text=fleet-59').isVisible()).toBe(false)
    await context.close()
  })

  it('becomes a file of pages', async () => {
    const { page, context } = await open(html)
    const pdf = await page.pdf({ format: 'A4' })
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    await context.close()
  })
})

describe('the theme', () => {
  it('is the one that the reader likes, until the button changes it', async () => {
    const { page, context } = await open(html, { scheme: 'dark' })
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    const button = page.getByRole('button', { name: 'Dark theme' })
    const dark = await ground()
    expect(await button.getAttribute('aria-pressed')).toBe('true')
    await button.click()
    expect(await button.getAttribute('aria-pressed')).toBe('false')
    expect(await ground()).toBe('rgb(246, 247, 249)')
    await button.click()
    expect(await ground()).toBe(dark)
    await context.close()
  })
})
