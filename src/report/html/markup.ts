const TEXT: unique symbol = Symbol('markup')

/** Text that is HTML already: made by `html` alone, so that no text from outside can pass for it. */
export interface Markup {
  readonly [TEXT]: string
}

/** What may stand in a template: texts are escaped, markup stays, lists are strung together, nothing is left out. */
export type Part = string | number | Markup | undefined | false | readonly Part[]

/**
 * HTML from a template. Every value is escaped, for texts and for attributes alike.
 * @throws where a value would stand in an attribute without quotes, in the name of an element or in a script or style
 */
export const html = (literals: TemplateStringsArray, ...parts: readonly Part[]): Markup => ({
  [TEXT]: literals.reduce((text, literal, at) => text + rendered(parts[at - 1], literals[at - 1]) + literal),
})

/** The text of a page. */
export const textOf = (markup: Markup): string => markup[TEXT]

const rendered = (part: Part, before: string | undefined): string => {
  if (before !== undefined && /=\s*$|<\/?$|<(?:script|style)\b[^>]*>$/.test(before))
    throw new Error(`a value cannot be escaped behind ${JSON.stringify(before.slice(-20))}`)
  return written(part)
}

const written = (part: Part): string => {
  if (part === undefined || part === false) return ''
  if (typeof part === 'string') return escaped(part)
  if (typeof part === 'number') return String(part)
  return isMarkup(part) ? part[TEXT] : part.map(written).join('')
}

const isMarkup = (part: Markup | readonly Part[]): part is Markup => TEXT in part

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, character => ENTITIES[character] as string)

/** An element of the page's own whose content is no HTML: a style or a script that stands in the sources. */
export const own = (name: 'style' | 'script', text: string): Markup => {
  if (/<\/|<!--/.test(text)) throw new Error(`the page's own ${name} would end too early`)
  return { [TEXT]: `<${name}>${text}</${name}>` }
}
