import schema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' }
import { Ajv } from 'ajv'

/** Without what names a draft that is older than the validator. */
const { $schema: _draft, id: _id, ...body } = schema

const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false })
  .addFormat('uri', text => URL.canParse(text))
  .addFormat(
    'uri-reference',
    text => URL.canParse(text, 'https://example.com/') && !/[\s"<>\\^`{|}]/.test(text),
  )
  .addFormat('date-time', /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/)
const validate = ajv.compile(body)

/** What the official schema of SARIF has against a log. */
export const sarifErrors = (log: unknown): readonly unknown[] =>
  validate(log) ? [] : (validate.errors ?? [])
