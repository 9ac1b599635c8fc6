import { defineCheck } from '../../src/core/index.ts'
import { lackingIn, withOwnInputs } from './other-document.ts'

const PREFERENCES = 'SSM-SessionManagerRunShell'

export default defineCheck({
  id: 'preferences/no-decoy-document',
  title: 'the preferences stand in the document that sessions read',
  why: 'Sessions that name no document follow SSM-SessionManagerRunShell and no other. Preferences under another name look right in the console and apply to nothing.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-preferences-cli.html',
  severity: 'low',
  fix: 'none',
  each: 'sessionDocuments',
  needs: ['preferences', 'roles', 'policies'],
  mayFollow: ['preferences/document-exists'],
  run(document, { preferences, roles, policies }) {
    const parsed = withOwnInputs(document)
    const read = preferences[PREFERENCES]?.versions ?? []
    const lacking = parsed ? lackingIn(parsed, read[0]) : []
    if (!parsed || lacking.length === 0) return undefined
    const texts = [
      ...Object.values(policies).map(policy => policy.document),
      ...Object.values(roles).flatMap(role => Object.values(role.inline)),
    ]
    // Who is allowed it by name uses it on purpose.
    if (texts.some(text => text.includes(`document/${document.name}"`))) return undefined
    return {
      message: `document ${document.name} sets ${lacking.join(', ')}, and ${read.length > 0 ? `${PREFERENCES} does not` : `${PREFERENCES} does not exist`}: sessions follow the latter alone`,
      about: 'name',
      because: [{ check: 'preferences/document-exists', subject: PREFERENCES }],
      evidence: lacking.map(field => ({
        label: field,
        value: parsed.inputs[field],
        source: `${document.name} version ${parsed.version}`,
      })),
      remedy: {
        text: `write these settings into ${PREFERENCES}; where the document is meant for --document-name, nothing needs to change`,
      },
    }
  },
})
