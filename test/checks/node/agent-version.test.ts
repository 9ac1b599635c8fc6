import check from '../../../checks/node/agent-version.ts'
import { BUCKET, DB, policyDocument, preferencesContent, WEB } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'
import { set, writeTwo } from '../preferences/written.ts'

/** Gives one node another agent, and perhaps more. */
const agent = (world: BreakableWorld, agentVersion: string, more: object = {}, id = WEB): void => {
  Object.assign(world.records.managedNodes[id] ?? {}, { agentVersion, ...more })
}

const nothing = {
  cloudWatchLogGroupName: '',
  s3BucketName: '',
  kmsKeyId: '',
  cloudWatchStreamingEnabled: false,
}

const hostManagement = (world: BreakableWorld, value: string): void => {
  const id = '/ssm/managed-instance/default-ec2-instance-management-role'
  world.records.serviceSettings = { [id]: { id, value, status: 'Customized' } }
}

const denyWithout = (operator: string, value: string): string =>
  policyDocument([
    {
      Sid: 'DenyUnencrypted',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:PutObject',
      Resource: `arn:aws:s3:::${BUCKET}/sessions/*`,
      Condition: { [operator]: { 's3:x-amz-server-side-encryption': value } },
    },
  ])

testCheck(check, {
  'an agent that knows no sessions': {
    break: world => {
      set(world, nothing)
      agent(world, '2.3.67.9')
    },
    finds: [
      {
        subject: WEB,
        message: 'agent 2.3.67.9 is older than 2.3.68.0, which Session Manager needs: no session opens',
        severity: 'critical',
        affects: [WEB],
        fixable: false,
      },
    ],
  },
  'an agent that cannot encrypt with a key, where one is set': {
    break: world => {
      set(world, { ...nothing, kmsKeyId: 'alias/sessions' })
      agent(world, '2.3.538.0')
    },
    finds: [
      {
        subject: WEB,
        message:
          'agent 2.3.538.0 is older than 2.3.539.0, which the encryption of session data by a KMS key needs: sessions are refused',
        severity: 'critical',
      },
    ],
  },
  'the same agent where no key is set': {
    break: world => {
      set(world, nothing)
      agent(world, '2.3.538.0')
    },
    finds: [],
  },
  'versions are compared as numbers': {
    break: world => {
      set(world, { ...nothing, kmsKeyId: 'alias/sessions' })
      agent(world, '2.3.1000.0')
      agent(world, '10.0.0.0', {}, DB)
    },
    finds: [],
  },
  'flags as strings and an agent that hangs on them': {
    break: world => {
      set(world, { ...nothing, runAsEnabled: 'false' })
      agent(world, '3.0.654.0')
    },
    finds: [
      {
        subject: WEB,
        message:
          'agent 3.0.654.0 is older than 3.0.655.0, which reading the preferences, which have flags as strings, needs: sessions hang at their start',
        severity: 'critical',
      },
    ],
  },
  'a key that one of two versions names': {
    break: world => {
      writeTwo(
        world,
        preferencesContent(nothing),
        preferencesContent({ ...nothing, kmsKeyId: 'alias/sessions' }),
      )
      agent(world, '2.3.538.0')
    },
    finds: [
      {
        subject: WEB,
        message:
          'agent 2.3.538.0 is older than 2.3.539.0, which the encryption of session data by a KMS key needs in one of two versions of the preferences: sessions are refused',
        severity: 'critical',
        verdict: 'unknown',
      },
    ],
  },
  'streaming with an agent that does not know it': {
    break: world => {
      set(world, { s3BucketName: '', kmsKeyId: '' })
      agent(world, '3.0.283.0')
    },
    finds: [
      {
        subject: WEB,
        message:
          'agent 3.0.283.0 is older than 3.0.284.0, which streaming to CloudWatch Logs needs: the record is uploaded at the end of the session instead',
        severity: 'medium',
      },
    ],
  },
  'streaming with an agent between what the manual and the sources say': {
    break: world => {
      set(world, { s3BucketName: '', kmsKeyId: '' })
      agent(world, '3.0.300.0')
    },
    finds: [
      {
        subject: WEB,
        message:
          'agent 3.0.300.0 may be too old for streaming to CloudWatch Logs, since 3.0.284.0 by the manual and 3.0.356.0 by the release notes: the record is uploaded at the end of the session instead',
        severity: 'medium',
        verdict: 'unknown',
      },
    ],
  },
  'streaming without a log group': {
    break: world => {
      set(world, { ...nothing, cloudWatchStreamingEnabled: true })
      agent(world, '3.0.283.0')
    },
    finds: [],
  },
  'a shell profile for the other system': {
    break: world => {
      set(world, { ...nothing, shellProfile: { linux: '', windows: 'cd C:\\' } })
      agent(world, '3.0.160.0')
    },
    finds: [],
  },
  'a shell profile and Run As': {
    break: world => {
      set(world, {
        ...nothing,
        shellProfile: { linux: 'cd /srv' },
        runAsEnabled: true,
        runAsDefaultUser: 'x',
      })
      agent(world, '2.3.671.0')
    },
    finds: [
      {
        subject: WEB,
        message: 'agent 2.3.671.0 is older than 2.3.672.0, which Run As needs: sessions run as ssm-user',
        severity: 'medium',
      },
    ],
  },
  'Run As on Windows, where it does nothing': {
    break: world => {
      set(world, { ...nothing, runAsEnabled: true, runAsDefaultUser: 'x' })
      agent(world, '2.3.671.0', { platformType: 'Windows' })
    },
    finds: [{ subject: WEB, message: 'agent 2.3.671.0 is older than 3.3.4121.0', severity: 'low' }],
  },
  'a bucket in another Region': {
    break: world => {
      set(world, { ...nothing, s3BucketName: BUCKET })
      Object.assign(world.records.buckets[BUCKET] ?? {}, { region: 'eu-central-1' })
      agent(world, '2.3.1508.0')
    },
    finds: [
      {
        subject: WEB,
        message:
          'agent 2.3.1508.0 is older than 2.3.1509.0, which writing to a bucket in another Region needs: sessions leave no record in S3',
        severity: 'high',
      },
    ],
  },
  'a bucket in the same Region': {
    break: world => {
      set(world, { ...nothing, s3BucketName: BUCKET })
      agent(world, '2.3.1508.0')
    },
    finds: [],
  },
  'a bucket that is declared to be of another account': {
    break: world => {
      set(world, { ...nothing, s3BucketName: BUCKET })
      world.declared = { foreign: [{ arn: `arn:aws:s3:::${BUCKET}`, owner: '999999999999' }] }
      agent(world, '2.3.721.0')
    },
    finds: [
      {
        subject: WEB,
        message: /older than 2\.3\.722\.0, which writing to a bucket of another account/,
        severity: 'high',
      },
    ],
  },
  'a bucket policy that demands an encryption header': {
    break: world => {
      set(world, { ...nothing, s3BucketName: BUCKET })
      world.records.bucketPolicies = { [BUCKET]: { bucket: BUCKET, document: denyWithout('Null', 'true') } }
      agent(world, '3.0.501.0')
    },
    finds: [
      {
        subject: WEB,
        message:
          'agent 3.0.501.0 is older than 3.0.502.0, which sending the encryption headers that the bucket policy demands needs: sessions leave no record in S3',
        severity: 'high',
      },
    ],
  },
  'a bucket policy that demands encryption by a key': {
    break: world => {
      set(world, { ...nothing, s3BucketName: BUCKET })
      const document = denyWithout('StringNotEquals', 'aws:kms')
      world.records.bucketPolicies = { [BUCKET]: { bucket: BUCKET, document } }
      agent(world, '3.0.501.0')
    },
    finds: [{ subject: WEB, severity: 'high' }],
  },
  'a bucket policy that refuses what is sent with a header': {
    break: world => {
      set(world, { ...nothing, s3BucketName: BUCKET })
      const document = denyWithout('StringEquals', 'AES256')
      world.records.bucketPolicies = { [BUCKET]: { bucket: BUCKET, document } }
      agent(world, '3.0.501.0')
    },
    finds: [],
  },
  'Default Host Management with an agent that does not know it': {
    break: world => {
      hostManagement(world, 'service-role/hosts')
      delete world.records.instances[WEB]?.profileArn
      agent(world, '3.2.581.0', { pingStatus: 'ConnectionLost' })
    },
    finds: [
      {
        subject: WEB,
        message:
          'agent 3.2.581.0 is older than 3.2.582.0, which Default Host Management needs: the agent gets no credentials',
        severity: 'critical',
      },
    ],
  },
  'the same agent, online by other credentials': {
    break: world => {
      hostManagement(world, 'service-role/hosts')
      delete world.records.instances[WEB]?.profileArn
      agent(world, '3.2.581.0')
    },
    finds: [],
  },
  'the same agent with an instance profile': {
    break: world => {
      hostManagement(world, 'service-role/hosts')
      agent(world, '3.2.581.0', { pingStatus: 'ConnectionLost' })
    },
    finds: [],
  },
  'the same agent, with Default Host Management off': {
    break: world => {
      delete world.records.instances[WEB]?.profileArn
      agent(world, '3.2.581.0', { pingStatus: 'ConnectionLost' })
    },
    finds: [],
  },
  'a lost Ubuntu node with a release that was reported as broken': {
    break: world =>
      agent(world, '3.3.2299.0', {
        pingStatus: 'ConnectionLost',
        platformName: 'Ubuntu',
        isLatestVersion: false,
      }),
    finds: [
      {
        subject: WEB,
        message:
          'agent 3.3.2299.0 is reported not to start where it was installed as a snap, and the node is not online',
        severity: 'high',
        verdict: 'unknown',
      },
    ],
  },
  'the same release on a node that is online': {
    break: world => agent(world, '3.3.2299.0', { platformName: 'Ubuntu' }),
    finds: [],
  },
  'an agent that is only not the latest': {
    break: world => agent(world, '3.3.4000.0', { isLatestVersion: false }),
    finds: [{ subject: WEB, message: 'agent 3.3.4000.0 is not the latest of the Region', severity: 'low' }],
  },
  'an agent of Linux of which nobody says whether it is the latest': {
    break: world => {
      agent(world, '3.3.4000.0')
      delete world.records.managedNodes[WEB]?.isLatestVersion
    },
    finds: [],
  },
  'an agent of Windows, for which "not the latest" says nothing': {
    break: world => agent(world, '3.3.4121.0', { platformType: 'Windows', isLatestVersion: false }),
    finds: [],
  },
  'a version that is none': {
    break: world => agent(world, 'latest'),
    finds: [
      {
        subject: WEB,
        message: `Systems Manager does not tell the agent's version: it says "latest"`,
        verdict: 'unknown',
      },
    ],
  },
  'no version': {
    break: world => delete world.records.managedNodes[WEB]?.agentVersion,
    finds: [
      { subject: WEB, message: "Systems Manager does not tell the agent's version", verdict: 'unknown' },
    ],
  },
  'an instance that is not registered': {
    break: world => delete world.records.managedNodes[WEB],
    finds: [],
  },
})
