import check from '../../../checks/preferences/schema-valid.ts'
import { BUCKET, DB, GROUP, HYBRID, preferencesContent, WEB } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'
import { NAME, set, withoutNodes, write, writeTwo } from './written.ts'

const everyNode = [WEB, DB, HYBRID]

const withAgent = (world: BreakableWorld, id: string, agentVersion: string): void => {
  Object.assign(world.records.managedNodes[id] ?? {}, { agentVersion })
}

testCheck(check, {
  'a string where every agent needs a boolean': {
    break: world => set(world, { cloudWatchStreamingEnabled: 'true' }),
    finds: [
      {
        subject: NAME,
        about: 'cloudWatchStreamingEnabled',
        message:
          'cloudWatchStreamingEnabled is a string ("true"), not a boolean: sessions hang at their start',
        severity: 'critical',
        affects: everyNode,
      },
    ],
  },
  'a string for a flag, with agents that take it': {
    break: world => set(world, { cloudWatchEncryptionEnabled: 'True' }),
    finds: [
      {
        subject: NAME,
        message:
          'cloudWatchEncryptionEnabled is a string ("True"), not a boolean, which agents before 3.0.655.0 cannot read',
        severity: 'low',
        affects: [],
      },
    ],
  },
  'a string for a flag, with one agent that does not take it': {
    break: world => {
      set(world, { runAsEnabled: 'false' })
      withAgent(world, DB, '3.0.654.9')
      withAgent(world, WEB, '3.0.655.0')
    },
    finds: [
      {
        subject: NAME,
        about: 'runAsEnabled',
        message:
          'runAsEnabled is a string ("false"), not a boolean, which agents before 3.0.655.0 cannot read: sessions hang at their start',
        severity: 'critical',
        affects: [DB],
      },
    ],
  },
  'a string that is no flag for any agent': {
    break: world => set(world, { s3EncryptionEnabled: 'yes' }),
    finds: [
      {
        subject: NAME,
        about: 's3EncryptionEnabled',
        severity: 'critical',
        affects: everyNode,
        fixable: false,
      },
    ],
  },
  'another schema version': {
    break: world => set(world, {}, { schemaVersion: '2.2' }),
    finds: [
      {
        subject: NAME,
        about: 'schemaVersion',
        message: 'schemaVersion is "2.2", not "1.0": sessions are refused at their start',
        severity: 'critical',
        fixable: true,
      },
    ],
  },
  'a session type that is spelt wrong': {
    break: world => set(world, {}, { sessionType: 'standard-stream' }),
    finds: [{ subject: NAME, about: 'sessionType', severity: 'critical', fixable: true }],
  },
  'a document without a session type': {
    break: world => set(world, {}, { sessionType: undefined }),
    finds: [{ subject: NAME, about: 'sessionType', severity: 'critical', fixable: true }],
  },
  'a document for port sessions': {
    break: world => set(world, {}, { sessionType: 'Port' }),
    finds: [
      {
        subject: NAME,
        about: 'sessionType',
        message: 'sessionType is "Port": default sessions open no shell: sessions leave no record there',
        severity: 'high',
        fixable: false,
      },
    ],
  },
  'a document that is not JSON': {
    break: world => write(world, 'schemaVersion: "1.0"'),
    finds: [
      {
        subject: NAME,
        about: 'content',
        message: 'the document is not JSON: sessions hang at their start',
        severity: 'critical',
      },
    ],
  },
  'a document that is too large and not JSON': {
    break: world => write(world, 'x'.repeat(70_000)),
    finds: [
      {
        subject: NAME,
        about: 'content',
        message:
          'the document has 70000 bytes, more than the 65536 that Systems Manager takes; the document is not JSON: sessions hang at their start',
        severity: 'critical',
      },
    ],
  },
  'an ARN as the name of a log group whose encryption is demanded': {
    break: world => set(world, { cloudWatchLogGroupName: 'arn:aws:logs:eu-west-1:123456789012:log-group:x' }),
    finds: [
      {
        subject: NAME,
        message:
          'cloudWatchLogGroupName is an ARN ("arn:aws:logs:eu-west-1:123456789012:log-group:x"), not a log group\'s name: sessions are refused at their start',
        severity: 'critical',
      },
    ],
  },
  'the ARN of a log group of the Region': {
    break: world =>
      set(world, {
        cloudWatchLogGroupName: `arn:aws:logs:ap-southeast-1:123456789012:log-group:${GROUP}:*`,
      }),
    finds: [{ subject: NAME, about: 'cloudWatchLogGroupName', severity: 'critical', fixable: true }],
  },
  'the ARN of a bucket': {
    break: world => set(world, { s3BucketName: `arn:aws:s3:::${BUCKET}` }),
    finds: [{ subject: NAME, about: 's3BucketName', severity: 'critical', fixable: true }],
  },
  'a number and a list for texts': {
    break: world => set(world, { runAsDefaultUser: 1001, s3KeyPrefix: ['sessions'] }),
    finds: [
      { subject: NAME, about: 'runAsDefaultUser', severity: 'critical', fixable: true },
      { subject: NAME, about: 's3KeyPrefix', severity: 'critical', fixable: false },
    ],
  },
  'an address as the name of a bucket': {
    break: world => set(world, { s3BucketName: `s3://${BUCKET}`, s3EncryptionEnabled: false }),
    finds: [
      {
        subject: NAME,
        message:
          's3BucketName is an address ("s3://session-archive-123456789012"), not a bucket\'s name: sessions leave no record there',
        severity: 'high',
        fixable: true,
      },
    ],
  },
  'a leading slash in the prefix': {
    break: world => set(world, { s3KeyPrefix: '/sessions' }),
    finds: [{ subject: NAME, about: 's3KeyPrefix', severity: 'low', fixable: true }],
  },
  'a limit out of range': {
    break: world => set(world, { idleSessionTimeout: '90' }),
    finds: [
      {
        subject: NAME,
        message: 'idleSessionTimeout "90" is not a number of minutes from 1 to 60',
        severity: 'high',
        fixable: true,
      },
    ],
  },
  'a duration that the documented pattern leaves out': {
    break: world => set(world, { maxSessionDuration: '1050' }),
    finds: [{ subject: NAME, about: 'maxSessionDuration', verdict: 'unknown' }],
  },
  'a near miss of a field': {
    break: world => set(world, { kmsKeyID: 'alias/sessions' }),
    finds: [
      {
        subject: NAME,
        about: 'kmsKeyID',
        message: 'kmsKeyID is not a field that Session Manager reads; the one near it is kmsKeyId',
        severity: 'high',
        fixable: false,
      },
    ],
  },
  'a field that nobody knows': {
    break: world => set(world, { recordingMode: 'full' }),
    finds: [{ subject: NAME, about: 'recordingMode', severity: 'info' }],
  },
  'two fields at once': {
    break: world => set(world, { cloudWatchStreamingEnabled: 1, idleSessionTimeout: 20 }),
    finds: [
      { subject: NAME, about: 'cloudWatchStreamingEnabled', severity: 'critical' },
      { subject: NAME, about: 'idleSessionTimeout', severity: 'high' },
    ],
  },
  'a fault that the latest version alone has': {
    break: world =>
      writeTwo(world, preferencesContent(), preferencesContent({ cloudWatchStreamingEnabled: 'true' })),
    finds: [
      {
        subject: NAME,
        message:
          'cloudWatchStreamingEnabled is a string ("true"), not a boolean, in the latest version 4 alone: sessions hang at their start',
        severity: 'critical',
        verdict: 'unknown',
      },
    ],
  },
  'a fault that both versions have': {
    break: world => {
      const broken = preferencesContent({ cloudWatchStreamingEnabled: 'true' })
      writeTwo(world, broken, broken)
    },
    finds: [{ subject: NAME, severity: 'critical', verdict: 'fail' }],
  },
  'a field that is harmless in one version and not in the other': {
    break: world =>
      writeTwo(world, preferencesContent({ runAsEnabled: 'false' }), preferencesContent({ runAsEnabled: 7 })),
    finds: [{ subject: NAME, about: 'runAsEnabled', severity: 'critical', verdict: 'unknown' }],
  },
  'a fatal document in a Region without a node': {
    break: world => {
      write(world, '[]')
      withoutNodes(world)
    },
    finds: [{ subject: NAME, about: 'content', severity: 'low' }],
  },
  'an absent flag, which the agent takes for false': {
    break: world => set(world, { runAsEnabled: undefined }),
    finds: [{ subject: NAME, about: 'runAsEnabled', severity: 'info' }],
  },
  'values that the node fills in': {
    break: world =>
      set(world, { cloudWatchLogGroupName: '{{ssm:/session/group}}', runAsEnabled: '{{ssm:run}}' }),
    finds: [],
  },
  'the sample of the manual, with flags for destinations that are not named': {
    break: world =>
      set(world, { s3BucketName: '', s3KeyPrefix: '', cloudWatchLogGroupName: '', kmsKeyId: '' }),
    finds: [],
  },
  'no document at all': {
    break: world => (world.records.preferencesDocuments = {}),
    finds: [],
  },
})
