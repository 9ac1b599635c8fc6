import { Document, isScalar, visit } from 'yaml'
import { escapeUnprintable } from '../printable.ts'

/**
 * Plain data as lines of YAML that versions 1.1 and 1.2 read alike; what is undefined is left out.
 * Texts that steer terminals are quoted and say such characters by their numbers; so are those that end in white space,
 * which is lost at the end of a line.
 */
export const yamlLines = (data: Readonly<Record<string, unknown>>): readonly string[] => {
  const document = new Document(data, { compat: 'yaml-1.1', aliasDuplicateObjects: false })
  visit(document, {
    Scalar: (_, node) => {
      if (isScalar(node) && typeof node.value === 'string' && isFragile(node.value))
        node.type = 'QUOTE_DOUBLE'
    },
  })
  return escapeUnprintable(document.toString({ lineWidth: 0 }))
    .trimEnd()
    .split('\n')
}

const isFragile = (text: string): boolean => escapeUnprintable(text) !== text || text.trimEnd() !== text
