import type { PreferenceEdit } from '../changes/document-change.ts'
import type { Scope } from '../snapshot.ts'
import { awsCommand, shellQuote } from './aws-command.ts'

const FILE = 'session-preferences.json'

/**
 * The commands that fetch the newest version of a preferences document into a file, write the edited file back and make it
 * the default.
 * @param edits made on the way; without any, the file is to be edited by hand
 */
export const preferencesCommands = (
  name: string,
  edits: readonly PreferenceEdit[],
  { region }: Pick<Scope, 'region'>,
): readonly string[] => {
  const fetch = awsCommand('ssm get-document', {
    name,
    'document-version': '$LATEST',
    query: 'Content',
    output: 'text',
    region,
  })
  const write = awsCommand('ssm update-document', {
    name,
    'document-version': '$LATEST',
    content: `file://${FILE}`,
    region,
  })
  const newest = awsCommand('ssm describe-document', {
    name,
    query: 'Document.LatestVersion',
    output: 'text',
    region,
  })
  const promote = awsCommand('ssm update-document-default-version', { name, region })
  const filter = edits.length === 0 ? '' : ` | jq ${shellQuote(edits.map(jqEdit).join(' | '))}`
  return [`${fetch}${filter} > ${FILE}`, write, `${promote} --document-version "$(${newest})"`]
}

/** Names of members are plain words. */
const jqEdit = ({ path, value }: PreferenceEdit): string => {
  const place = `.${path.join('.')}`
  return value === undefined ? `del(${place})` : `${place} = ${JSON.stringify(value)}`
}
