import type { Page } from 'playwright-core'

/** A text of a page against what lies under it; WCAG asks for 4.5, for large text 3. */
export interface Contrast {
  readonly text: string
  readonly ratio: number
  readonly asked: number
}

/**
 * The contrast of every text that is shown, scrolled out of view or in a picture too, which axe leaves undecided.
 *
 * https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
 */
export const contrastsIn = (page: Page): Promise<readonly Contrast[]> =>
  page.evaluate(() => {
    type Colour = readonly [number, number, number, number]
    const brush = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
    if (!brush) throw new Error('no canvas to mix colours on')
    const colourOf = (css: string): Colour => {
      brush.clearRect(0, 0, 1, 1)
      brush.fillStyle = css === 'none' ? 'transparent' : css
      brush.fillRect(0, 0, 1, 1)
      const [red = 0, green = 0, blue = 0, alpha = 0] = brush.getImageData(0, 0, 1, 1).data
      return [red, green, blue, alpha / 255]
    }
    const over = ([r, g, b, alpha]: Colour, below: Colour): Colour => {
      const mix = (top: number, under: number): number => top * alpha + under * (1 - alpha)
      return [mix(r, below[0]), mix(g, below[1]), mix(b, below[2]), 1]
    }
    const light = ([r, g, b]: Colour): number => {
      const [red, green, blue] = [r, g, b].map(part => {
        const share = part / 255
        return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
      }) as [number, number, number]
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
    const under = (element: Element): Colour => {
      const box = element.localName === 'text' ? element.parentElement?.querySelector('rect') : undefined
      const own = colourOf(box ? getComputedStyle(box).fill : getComputedStyle(element).backgroundColor)
      if (own[3] === 1) return own
      return over(own, element.parentElement ? under(element.parentElement) : [255, 255, 255, 1])
    }
    const opacityOf = (element: Element): number =>
      Number(getComputedStyle(element).opacity) *
      (element.parentElement ? opacityOf(element.parentElement) : 1)
    const hint = (element: Element): string =>
      element instanceof HTMLInputElement ? element.placeholder : ''
    const ownText = (element: Element): string =>
      hint(element) ||
      [...element.childNodes]
        .map(node => (node.nodeType === Node.TEXT_NODE ? node.textContent : ''))
        .join('')
        .trim()
    const told = [...document.body.querySelectorAll('*')].filter(
      one =>
        ownText(one) !== '' && one.checkVisibility() && !one.matches('script, style, title, desc, option'),
    )
    return told.map(element => {
      const style = getComputedStyle(element, hint(element) === '' ? undefined : '::placeholder')
      const below = under(element)
      const [r, g, b, alpha] = colourOf(element.localName === 'text' ? style.fill : style.color)
      const ink: Colour = [
        r,
        g,
        b,
        alpha * Number(hint(element) === '' ? 1 : style.opacity) * opacityOf(element),
      ]
      const [one, other] = [light(over(ink, below)), light(below)]
      const size = Number.parseFloat(style.fontSize)
      const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700)
      const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)
      return { text: ownText(element), ratio, asked: isLarge ? 3 : 4.5 }
    })
  })
