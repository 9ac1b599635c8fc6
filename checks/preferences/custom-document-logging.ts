import { defineCheck } from '../../src/core/index.ts'
import { lackingIn, withOwnInputs } from './other-document.ts'

const PREFERENCES = 'SSM-SessionManagerRunShell'

export default defineCheck({
  id: 'preferences/custom-document-logging',
  title: 'own Session documents record and encrypt as the preferences do',
  why: 'A session by --document-name follows that document in the place of the preferences. What the document leaves out, a log group, a bucket or a key, such a session does without.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-preferences-cli.html',
  severity: 'medium',
  fix: 'none',
  each: 'sessionDocuments',
  needs: ['preferences'],
  mayFollow: ['preferences/no-decoy-document'],
  run(document, { preferences }) {
    const parsed = withOwnInputs(document)
    const [read] = preferences[PREFERENCES]?.versions ?? []
    const lacking = parsed && read ? lackingIn(read, parsed) : []
    if (!parsed || !read || lacking.length === 0) return undefined
    return {
      message: `sessions by document ${document.name} do without ${lacking.join(', ')}, which the preferences have`,
      about: 'inputs',
      // Who may start it is not looked at: where nobody may, it is of no account.
      severity: 'info',
      because: [{ check: 'preferences/no-decoy-document', subject: document.name }],
      evidence: lacking.flatMap(field => [
        { label: field, value: read.inputs[field], source: `${PREFERENCES} version ${read.version}` },
        { label: field, value: 'not set', source: `${document.name} version ${parsed.version}` },
      ]),
      remedy: {
        text: `set ${lacking.join(', ')} in the document too, or see to it that nobody may call ssm:StartSession with it`,
      },
    }
  },
})
