import { awsCommand, type Preferences, type Scope } from '../../src/core/index.ts'

const FILE = 'session-preferences.json'

/** The commands that fetch the newest version into a file, write the edited file back and make it the default. */
export const editDocument = ({ name }: Preferences, { region }: Scope): readonly string[] => {
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
  return [`${fetch} > ${FILE}`, write, `${promote} --document-version "$(${newest})"`]
}
