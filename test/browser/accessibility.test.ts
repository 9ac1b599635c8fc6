import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { examine } from './axe.ts'
import { contrastsIn, type Contrast } from './contrast.ts'
import { browserForFile } from '../support/browser/open.ts'
import { pageOf, variedPage } from '../support/browser/reports.ts'

const open = browserForFile()

const PAGES = {
  'a page of everything': variedPage(),
  'a healthy account': pageOf('fixtures/healthy.json'),
  'an account whose names do not resolve': pageOf('fixtures/accounts/vpc-without-dns-host-names.json'),
}

/** Rules that must have had something to look at, for a silent axe to say anything. */
const LOOKED_AT = ['color-contrast', 'heading-order', 'label', 'landmark-one-main', 'list', 'html-has-lang']

/** Pages as they should not be, by the rule that says so. */
const BROKEN: Readonly<Record<string, (html: string) => string>> = {
  'html-has-lang': html => html.replace(/<html[^>]*>/, '<html>'),
  'button-name': html => html.replace('<main', '<button></button><main'),
}

const unfold = (page: Page): Promise<void> =>
  page.evaluate(() => document.querySelectorAll('details').forEach(fold => (fold.open = true)))

/** The texts whose contrast is less than what is asked. */
const hardToRead = async (page: Page): Promise<readonly Contrast[]> =>
  (await contrastsIn(page)).filter(({ ratio, asked }) => ratio < asked)

describe.each(Object.entries(PAGES))('%s', (_, html) => {
  describe.each(['light', 'dark'] as const)('in the %s theme', scheme => {
    it.each([360, 800, 1440])(
      'has nothing that axe objects to at a width of %i, folded or open',
      async width => {
        const { page, context } = await open(html, { scheme, width })
        for (const isOpen of [false, true]) {
          if (isOpen) await unfold(page)
          const { violations, undecided, passes } = await examine(page, context)
          expect(violations).toEqual([])
          expect(undecided.filter(said => !said.startsWith('color-contrast'))).toEqual([])
          expect(passes).toEqual(expect.arrayContaining(LOOKED_AT))
        }
        await context.close()
      },
    )

    it('has no text that is hard to read, in a picture or out of view either', async () => {
      const { page, context } = await open(html, { scheme })
      await unfold(page)
      expect(await hardToRead(page)).toEqual([])
      await context.close()
    })
  })

  it.each([320, 768, 1920])('never scrolls sideways at a width of %i', async width => {
    const { page, context } = await open(html, { width })
    await unfold(page)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
    await context.close()
  })
})

describe('a page that is broken', () => {
  it('has texts that are hard to read once their colour is that of the ground', async () => {
    const faint = variedPage().replace('</style>', ':root { --text: var(--card) }</style>')
    const { page, context } = await open(faint, { scheme: 'dark' })
    await unfold(page)
    expect((await hardToRead(page)).length).toBeGreaterThan(10)
    await context.close()
  })

  it.each(Object.entries(BROKEN))('is not passed by axe once it breaks %s', async (rule, breakIt) => {
    const html = variedPage()
    const broken = breakIt(html)
    expect(broken).not.toBe(html)
    const { page, context } = await open(broken, { scheme: 'dark' })
    const { violations } = await examine(page, context)
    expect(violations.map(said => said.split(':')[0])).toContain(rule)
    await context.close()
  })
})

it('is looked at by axe under the policy of the page, which goes on refusing scripts', async () => {
  const { page, context, complaints } = await open(variedPage())
  expect((await examine(page, context)).passes).toContain('color-contrast')
  await page.addScriptTag({ content: 'document.title = "taken"' }).catch(() => undefined)
  expect(await page.title()).not.toBe('taken')
  expect(complaints.join()).toMatch(/Content Security Policy/)
  await context.close()
})
