import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Ajv } from 'ajv'

const path = createRequire(import.meta.url).resolve(
  '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json',
)
const {
  $schema: _draft,
  id: _id,
  ...schema
}: Record<string, unknown> = JSON.parse(readFileSync(path, 'utf8'))

const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false })
  .addFormat('uri', text => URL.canParse(text))
  .addFormat(
    'uri-reference',
    text => URL.canParse(text, 'https://example.com/') && !/[\s"<>\\^`{|}]/.test(text),
  )
  .addFormat('date-time', /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/)
const validate = ajv.compile(schema)

/** What the official schema of SARIF has against a log. */
export const sarifErrors = (log: unknown): readonly unknown[] =>
  validate(log) ? [] : (validate.errors ?? [])
