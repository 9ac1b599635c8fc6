import check from '../../../checks/preferences/no-decoy-document.ts'
import { GROUP, preferencesContent } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'
import { addInline } from '../policies.ts'
import { NAME, set } from './written.ts'

const DECOY = 'SessionManagerPreferences'
const decoy = (world: BreakableWorld, inputs: object = {}, top: object = {}): void => {
  world.records.sessionDocuments[DECOY] = {
    name: DECOY,
    default: { version: '1', content: preferencesContent({ ...inputs }, { ...top }) },
  }
}
const bare = { cloudWatchLogGroupName: '', kmsKeyId: '' }
const message = `document ${DECOY} sets cloudWatchLogGroupName, kmsKeyId, and ${NAME} does not: sessions follow the latter alone`

testCheck(check, {
  'preferences under another name': {
    break: world => {
      decoy(world)
      set(world, bare)
    },
    finds: [{ subject: DECOY, message, severity: 'low', about: 'name', fixable: false }],
  },
  'no document of the right name': {
    break: world => {
      decoy(world, { s3BucketName: '', kmsKeyId: '' })
      world.records.preferencesDocuments = {}
    },
    finds: [
      `${DECOY}: document ${DECOY} sets cloudWatchLogGroupName, and ${NAME} does not exist: sessions follow the latter alone`,
    ],
  },
  'a document with as much as the preferences': { break: world => decoy(world), finds: [] },
  'a document of another type': {
    break: world => {
      decoy(world, {}, { sessionType: 'InteractiveCommands' })
      set(world, bare)
    },
    finds: [],
  },
  'a document that a policy names': {
    break: world => {
      decoy(world, { cloudWatchLogGroupName: GROUP })
      set(world, bare)
      addInline(world, 'web', 'start', {
        Effect: 'Allow',
        Action: 'ssm:StartSession',
        Resource: `arn:aws:ssm:*:*:document/${DECOY}`,
      })
    },
    finds: [],
  },
  'a document that is not JSON': {
    break: world => {
      world.records.sessionDocuments[DECOY] = { name: DECOY, default: { version: '1', content: 'no' } }
      set(world, bare)
    },
    finds: [],
  },
})
