import { resolved, type SchemaNode } from './schema-types.ts'

/** A page's table of a schema: every key by its path, what it may be, and what it is for. */
export const schemaTable = (root: SchemaNode): string =>
  ['| key | value | says |', '|---|---|---|', ...rowsOf(root, root, '')].join('\n')

const rowsOf = (node: SchemaNode, root: SchemaNode, path: string): readonly string[] =>
  Object.entries(node.properties ?? {}).flatMap(([key, one]) => {
    const target = resolved(one, root)
    const here = `${path}${key}`
    const inside = target.items ? resolved(target.items, root) : target
    const says = one.description ?? target.description ?? ''
    const row = `| \`${here}\` | ${valueOf(one, root)} | ${cell(says)} |`
    return [row, ...rowsOf(inside, root, `${here}${target.items ? '[]' : ''}.`)]
  })

const cell = (text: string): string => text.replaceAll('|', String.raw`\|`)

const valueOf = (node: SchemaNode, root: SchemaNode): string => {
  const target = resolved(node, root)
  if ('const' in target) return code(target.const)
  if (target.enum) return [...new Set(target.enum.map(String))].map(one => `\`${one}\``).join(', ')
  if (target.items) return `list of ${valueOf(target.items, root)}`
  if (typeof target.additionalProperties === 'object')
    return `by name: ${valueOf(target.additionalProperties, root)}`
  return [target.type ?? 'any']
    .flat()
    .map(type => TYPES[type] ?? type)
    .join(' or ')
}

const code = (value: unknown): string => `\`${JSON.stringify(value)}\``

const TYPES: Readonly<Record<string, string>> = { string: 'text', integer: 'number', object: 'object' }
