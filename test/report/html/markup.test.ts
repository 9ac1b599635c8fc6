import { assert, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { html, own, textOf } from '../../../src/report/html/markup.ts'

const LAWS = { numRuns: 300 }

describe('the template', () => {
  it('escapes a text wherever it stands', () => {
    const hostile = `<script>alert("1")</script> & 'x'`
    const safe = '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;'
    expect(textOf(html`<p title="${hostile}">${hostile}</p>`)).toBe(`<p title="${safe}">${safe}</p>`)
  })

  it('lets no character of any text out that could open or close anything', () => {
    assert(
      property(string({ unit: 'grapheme' }), text => {
        const inside = textOf(html`${text}`)
        expect(inside).not.toMatch(/[<>"']/)
        expect(inside.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, '')).not.toContain('&')
      }),
      LAWS,
    )
  })

  it('keeps what is markup already, strings lists together and leaves out what is not there', () => {
    const items = ['a', 'b<'].map(text => html`<li>${text}</li>`)
    expect(textOf(html`${items}${undefined}${false}${7}`)).toBe('<li>a</li><li>b&lt;</li>7')
  })

  it('does not take a thing from outside that looks like markup for markup', () => {
    const forged = { toString: () => '<b>' } as unknown as string
    expect(() => textOf(html`${forged}`)).toThrow(TypeError)
  })

  it.each([
    ['an attribute without quotes', () => html`<p title=${'x'}>`],
    ['the name of an element', () => html`<${'x'}>`],
    [
      'a script',
      () =>
        html`<script>
          ${'x'}
        </script>`,
    ],
    [
      'a style',
      () =>
        html`<style media="print">
          ${'x'}
        </style>`,
    ],
  ])('refuses a value in %s, where no escaping helps', (_, make) => {
    expect(make).toThrow(/cannot be escaped/)
  })
})

describe("the page's own style and script", () => {
  it('is refused where it would end too early', () => {
    expect(() => own('script', 'const a = "</script>"')).toThrow(/too early/)
    expect(textOf(own('style', 'p>a{color:red}'))).toBe('<style>p>a{color:red}</style>')
  })
})
