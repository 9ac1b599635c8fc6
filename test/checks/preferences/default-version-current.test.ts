import check from '../../../checks/preferences/default-version-current.ts'
import { preferencesContent } from '../../support/healthy.ts'
import { testCheck } from '../../support/test-check.ts'
import { NAME, writeTwo } from './written.ts'

testCheck(check, {
  'a latest version that records in CloudWatch Logs too': {
    break: world =>
      writeTwo(
        world,
        preferencesContent({ cloudWatchLogGroupName: '', cloudWatchEncryptionEnabled: false }),
        preferencesContent({ cloudWatchEncryptionEnabled: false }),
      ),
    finds: [
      {
        subject: NAME,
        message: 'the default version 3 and the latest version 4 differ in cloudWatchLogGroupName',
        fixable: true,
      },
    ],
  },
  'a latest version that gives the bucket up': {
    break: world =>
      writeTwo(world, preferencesContent(), preferencesContent({ s3BucketName: '', s3KeyPrefix: '' })),
    finds: [{ subject: NAME, message: /differ in s3BucketName, s3KeyPrefix$/, fixable: false }],
  },
  'a latest version that does not insist on encryption': {
    break: world =>
      writeTwo(world, preferencesContent(), preferencesContent({ cloudWatchEncryptionEnabled: false })),
    finds: [{ subject: NAME, message: /differ in cloudWatchEncryptionEnabled$/, fixable: false }],
  },
  'two versions with different log groups and keys': {
    break: world =>
      writeTwo(
        world,
        preferencesContent(),
        preferencesContent({ cloudWatchLogGroupName: '/aws/ssm/new', kmsKeyId: '' }),
      ),
    finds: [
      {
        subject: NAME,
        message: 'the default version 3 and the latest version 4 differ in cloudWatchLogGroupName, kmsKeyId',
        severity: 'medium',
        fixable: false,
      },
    ],
  },
  'a value that the latest version has in the wrong type': {
    break: world =>
      writeTwo(world, preferencesContent(), preferencesContent({ cloudWatchStreamingEnabled: 'true' })),
    finds: [{ subject: NAME, message: /differ in cloudWatchStreamingEnabled$/, severity: 'medium' }],
  },
  'another schema version': {
    break: world => writeTwo(world, preferencesContent(), preferencesContent({}, { schemaVersion: '2.2' })),
    finds: [{ subject: NAME, message: /differ in schemaVersion$/, severity: 'medium' }],
  },
  'another limit, which changes no outcome': {
    break: world => writeTwo(world, preferencesContent(), preferencesContent({ idleSessionTimeout: '5' })),
    finds: [{ subject: NAME, message: /differ in idleSessionTimeout$/, severity: 'low' }],
  },
  'another description': {
    break: world => writeTwo(world, preferencesContent(), preferencesContent({}, { description: 'ours' })),
    finds: [
      {
        subject: NAME,
        message: 'the default version 3 and the latest version 4 differ in nothing that sessions depend on',
        severity: 'low',
      },
    ],
  },
  'the same in another order and with other white space': {
    break: world => {
      const backwards = preferencesContent().replace(
        /^\{"schemaVersion":"1\.0",(.*)\}$/s,
        '{ $1,\n "schemaVersion": "1.0" }',
      )
      writeTwo(world, preferencesContent(), backwards)
    },
    finds: [],
  },
  'an absent document': {
    break: world => (world.records.preferencesDocuments = {}),
    finds: [],
  },
})
