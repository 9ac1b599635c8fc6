/** The part of JSON Schema in which the config's is written. */
export interface SchemaNode {
  readonly description?: string
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly items?: SchemaNode
  readonly properties?: Readonly<Record<string, SchemaNode>>
  readonly additionalProperties?: boolean | SchemaNode
  readonly required?: readonly string[]
  readonly definitions?: Readonly<Record<string, SchemaNode>>
}

/** The TypeScript types of a schema: the root under a name, and each definition that is an object under its own. */
export const schemaTypes = (root: SchemaNode, name: string): string => {
  const objects = Object.entries(root.definitions ?? {}).filter(([, node]) => node.properties)
  const blocks = [[name, root] as const, ...objects.map(([key, node]) => [typeName(key), node] as const)]
  const head =
    '// Made from config.schema.json: UPDATE_FIXTURES=1 npx vitest run test/config/config-schema.test.ts'
  return `${[head, ...blocks.map(([title, node]) => interfaceOf(title, node, root))].join('\n\n')}\n`
}

const typeName = (key: string): string => `${key.charAt(0).toUpperCase()}${key.slice(1)}`

const comment = (text: string | undefined, indent = ''): readonly string[] =>
  text === undefined ? [] : [`${indent}/** ${text} */`]

const interfaceOf = (title: string, node: SchemaNode, root: SchemaNode): string =>
  [
    ...comment(node.description),
    `export interface ${title} {`,
    ...Object.entries(node.properties ?? {}).flatMap(([key, one]) => [
      ...comment(one.description ?? resolved(one, root).description, '  '),
      `  readonly ${key}${node.required?.includes(key) ? '' : '?'}: ${typeOf(one, root)}`,
    ]),
    '}',
  ].join('\n')

/** The definition that a node refers to, or the node itself. */
export const resolved = (node: SchemaNode, root: SchemaNode): SchemaNode =>
  node.$ref === undefined ? node : (root.definitions?.[nameOf(node.$ref)] ?? node)

const nameOf = (ref: string): string => ref.split('/').at(-1) ?? ''

const typeOf = (node: SchemaNode, root: SchemaNode): string => {
  const target = resolved(node, root)
  if (node.$ref !== undefined && target.properties) return typeName(nameOf(node.$ref))
  if ('const' in target) return literal(target.const)
  if (target.enum) return target.enum.map(literal).join(' | ')
  if (target.items) return `readonly ${typeOf(target.items, root)}[]`
  if (typeof target.additionalProperties === 'object')
    return `Readonly<Record<string, ${typeOf(target.additionalProperties, root)}>>`
  return [target.type ?? 'unknown'].flat().map(simple).join(' | ')
}

const literal = (value: unknown): string => (typeof value === 'string' ? `'${value}'` : String(value))

const simple = (type: string): string => (type === 'integer' ? 'number' : type)
