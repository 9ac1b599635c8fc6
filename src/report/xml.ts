export type Attributes = Readonly<Record<string, string | number>>

/** A text as XML: in an attribute or between tags. It holds no character that XML forbids: `printable` has seen to that. */
export const escapeXml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    // A line break in an attribute would be read as a blank.
    .replaceAll('\n', '&#10;')

/** An element with elements in it, each on lines of its own. */
export const element = (name: string, attributes: Attributes, children: readonly string[]): string => {
  if (children.length === 0) return `<${open(name, attributes)}/>`
  return [`<${open(name, attributes)}>`, ...children, `</${name}>`].join('\n')
}

/** An element with a text in it. */
export const textElement = (name: string, attributes: Attributes, text: string): string =>
  `<${open(name, attributes)}>${escapeXml(text).replaceAll('&#10;', '\n')}</${name}>`

const open = (name: string, attributes: Attributes): string =>
  [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escapeXml(String(value))}"`)].join(
    ' ',
  )
