import { validateXML } from 'xmllint-wasm'

/** What a parser of XML makes of a text: its canonical form, in which escapes of the other kind are read back. */
export const canonicalXml = async (text: string): Promise<string> => {
  const { errors, normalized } = await validateXML({
    xml: [{ fileName: 'report.xml', contents: text }],
    normalization: 'c14n',
    initialMemoryPages: 512,
    maxMemoryPages: 8192,
  })
  if (errors.length > 0) throw new Error(`no well-formed XML: ${errors[0]?.rawMessage}`)
  return normalized
}

export interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly text: string
}

/** The elements of a name in a canonical text, each with its attributes and the text behind its first tag. */
export const elementsOf = (canonical: string, name: string): readonly XmlElement[] =>
  [...canonical.matchAll(new RegExp(`<${name}((?: [^ =]+="[^"]*")*)>([^<]*)`, 'g'))].map(match => ({
    name,
    attributes: Object.fromEntries(
      [...(match[1] ?? '').matchAll(/ ([^ =]+)="([^"]*)"/g)].map(pair => [
        pair[1] ?? '',
        readBack(pair[2] ?? ''),
      ]),
    ),
    text: readBack(match[2] ?? ''),
  }))

const readBack = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll(/&#x([0-9A-F]+);/g, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replaceAll('&amp;', '&')
