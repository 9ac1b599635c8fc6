import check from '../../../checks/preferences/custom-document-logging.ts'
import { preferencesContent } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'
import { set } from './written.ts'

const OWN = 'Support-Shell'
const own = (world: BreakableWorld, inputs: object, top: object = {}): void => {
  world.records.sessionDocuments[OWN] = {
    name: OWN,
    default: { version: '1', content: preferencesContent({ ...inputs }, { ...top }) },
  }
}

testCheck(check, {
  'a shell without record and key': {
    break: world => own(world, { s3BucketName: '', kmsKeyId: '' }),
    finds: [
      {
        subject: OWN,
        message: `sessions by document ${OWN} do without s3BucketName, kmsKeyId, which the preferences have`,
        severity: 'info',
        about: 'inputs',
        fixable: false,
      },
    ],
  },
  'a shell with the same': { break: world => own(world, {}), finds: [] },
  'a shell without what the preferences lack too': {
    break: world => {
      own(world, { kmsKeyId: '' })
      set(world, { kmsKeyId: '' })
    },
    finds: [],
  },
  'a document without settings, which follows the preferences': {
    break: world => own(world, {}, { inputs: undefined }),
    finds: [],
  },
})
