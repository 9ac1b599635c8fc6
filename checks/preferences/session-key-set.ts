import { defineCheck, preferencesCommands } from '../../src/core/index.ts'
import { FIELD_CAUSES, inVersions, shownIn } from './in-versions.ts'

export default defineCheck({
  id: 'preferences/session-key-set',
  title: 'a KMS key encrypts what is typed and shown',
  why: 'TLS protects a session on its way to AWS and from there to the node. With a key of yours the data is encrypted from end to end besides, and the key’s policy says who may open a session at all.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-enable-encryption.html',
  severity: 'low',
  fix: 'none',
  each: 'preferences',
  needs: [],
  after: ['preferences/document-exists'],
  mayFollow: FIELD_CAUSES,
  run(preferences, _records, scope) {
    const found = inVersions(preferences, 'kmsKeyId', ({ inputs }) => inputs.kmsKeyId === '')
    if (!found) return undefined
    return {
      message: `no KMS key is set${found.where}: sessions are encrypted by TLS alone`,
      about: 'kmsKeyId',
      ...found.verdict,
      because: found.because,
      evidence: shownIn(found, 'kmsKeyId', () => 'not set'),
      remedy: {
        text: 'first let the node roles call kms:Decrypt and the operators kms:GenerateDataKey on a symmetric key of this Region, then name it as kmsKeyId in the newest version and make that the default: without the permissions every session is refused',
        commands: preferencesCommands(preferences.name, [], scope),
      },
    }
  },
})
