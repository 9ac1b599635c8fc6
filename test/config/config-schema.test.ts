import { readFileSync, writeFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { schemaTable } from '../support/schema-table.ts'
import { schemaTypes, type SchemaNode } from '../support/schema-types.ts'

const schema: SchemaNode = JSON.parse(readFileSync('src/config/config.schema.json', 'utf8'))
const UPDATE = process.env['UPDATE_FIXTURES'] === '1'

/** The stored text, after it was written anew where that is asked for. */
const stored = (file: string, fresh: string): string => {
  if (UPDATE) writeFileSync(file, fresh)
  return readFileSync(file, 'utf8')
}

describe('the schema of configs', () => {
  it('is a sound schema', () => {
    const ajv = new Ajv({ strict: true, allowUnionTypes: true })
    ajv.addKeyword('patternErrorMessage')
    expect(() => ajv.compile(schema)).not.toThrow()
  })

  it('is what the types say (UPDATE_FIXTURES=1 writes them anew)', () => {
    const fresh = schemaTypes(schema, 'Config')
    expect(fresh).toBe(stored('src/config/config.ts', fresh))
  })

  it('is what the page says of it', () => {
    const [before, rest = ''] = readFileSync('docs/config.md', 'utf8').split('<!-- keys -->')
    const after = rest.slice(rest.indexOf('<!-- /keys -->'))
    const fresh = `${before}<!-- keys -->\n${schemaTable(schema)}\n${after}`
    expect(fresh).toBe(stored('docs/config.md', fresh))
  })
})
