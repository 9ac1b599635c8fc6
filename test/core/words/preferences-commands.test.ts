import { describe, expect, it } from 'vitest'
import { preferencesCommands } from '../../../src/core/words/preferences-commands.ts'

const NAME = 'SSM-SessionManagerRunShell'
const SCOPE = { region: 'eu-south-2' }
const FETCH = `aws ssm get-document --name ${NAME} --document-version '$LATEST' --query Content --output text --region eu-south-2`

describe('the commands for the preferences', () => {
  it('fetch the newest version, edit it, write it back and make it the default', () => {
    const edits = [
      { path: ['inputs', 'cloudWatchStreamingEnabled'], value: true },
      { path: ['inputs', 'maxSessionDuration'] },
    ]
    expect(preferencesCommands(NAME, edits, SCOPE)).toEqual([
      `${FETCH} | jq '.inputs.cloudWatchStreamingEnabled = true | del(.inputs.maxSessionDuration)' > session-preferences.json`,
      `aws ssm update-document --name ${NAME} --document-version '$LATEST' --content file://session-preferences.json --region eu-south-2`,
      `aws ssm update-document-default-version --name ${NAME} --region eu-south-2 --document-version "$(aws ssm describe-document --name ${NAME} --query Document.LatestVersion --output text --region eu-south-2)"`,
    ])
  })

  it('leave the file to be edited by hand where no edit is known', () => {
    expect(preferencesCommands(NAME, [], SCOPE)[0]).toBe(`${FETCH} > session-preferences.json`)
  })

  it('carry any value past the shell and past jq', () => {
    const value = 'it\'s "\\(env)" $(id)'
    const [first] = preferencesCommands(NAME, [{ path: ['inputs', 'runAsDefaultUser'], value }], SCOPE)
    expect(first).toContain(`jq '.inputs.runAsDefaultUser = "it'\\''s \\"\\\\(env)\\" $(id)"' >`)
  })
})
