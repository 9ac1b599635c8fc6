import axe from 'axe-core'
import { describe, expect, it } from 'vitest'
import { browserForFile } from '../support/browser/open.ts'
import { pageOf, variedPage } from '../support/browser/reports.ts'

const open = browserForFile()

const PAGES = {
  'a page of everything': variedPage(),
  'a healthy account': pageOf('fixtures/healthy.json'),
  'an account whose names do not resolve': pageOf('fixtures/accounts/vpc-without-dns-host-names.json'),
}

describe.each(Object.entries(PAGES))('%s', (_, html) => {
  describe.each(['light', 'dark'] as const)('in the %s theme', scheme => {
    it.each([360, 800, 1440])(
      'has nothing that axe objects to at a width of %i, folded or open',
      async width => {
        const { page, context } = await open(html, { scheme, width })
        // the page's own policy lets no script in, axe as little as any other
        const violations = async () => {
          const session = await context.newCDPSession(page)
          await session.send('Runtime.evaluate', { expression: axe.source })
          const { result } = await session.send('Runtime.evaluate', {
            expression: `axe.run().then(({ violations }) => JSON.stringify(violations.map(({ id, nodes }) => [id, nodes.length, nodes[0].html])))`,
            awaitPromise: true,
          })
          return JSON.parse(result.value as string) as unknown
        }
        expect(await violations()).toEqual([])
        await page.evaluate(() => document.querySelectorAll('details').forEach(fold => (fold.open = true)))
        expect(await violations()).toEqual([])
        await context.close()
      },
    )
  })

  it.each([320, 768, 1920])('never scrolls sideways at a width of %i', async width => {
    const { page, context } = await open(html, { width })
    await page.evaluate(() => document.querySelectorAll('details').forEach(fold => (fold.open = true)))
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
    await context.close()
  })
})
