import { describe, expect, it } from 'vitest'
import { termsOf } from '../../src/config/terms.ts'
import { ACCOUNT, GROUP, SESSION_KEY } from '../support/healthy.ts'
import { fullConfig } from '../support/configs.ts'
import type { Config } from '../../src/config/config.ts'

const PLACE = { region: 'eu-west-3', accountId: '210987654321' }

describe('what a config declares of a Region', () => {
  it('is typed as a document has it, with what the placeholders stand for', () => {
    const config = fullConfig() as unknown as Config
    expect(termsOf(config).declared(PLACE)).toEqual({
      preferences: {
        s3BucketName: 'session-archive-210987654321',
        s3KeyPrefix: 'by-region/eu-west-3',
        s3EncryptionEnabled: true,
        cloudWatchLogGroupName: GROUP,
        cloudWatchEncryptionEnabled: true,
        cloudWatchStreamingEnabled: true,
        kmsKeyId: SESSION_KEY,
        runAsEnabled: false,
        runAsDefaultUser: '',
        idleSessionTimeout: '15',
        maxSessionDuration: '720',
        shellProfile: { linux: 'cd "${HOME}"', windows: '' },
      },
      logRetentionDays: { atLeast: 400 },
      idleSessionTimeout: { atMost: 25 },
      managed: 'all',
      foreign: [{ arn: 'arn:aws:s3:::session-archive-123456789012', owner: '210987654321' }],
      agentUpdates: 'image',
      instanceProfile: 'base-node',
      logGroupKey: 'arn:aws:kms:eu-west-3:210987654321:alias/sessions',
      operators: [
        `arn:aws:iam::${ACCOUNT}:role/Ops*`,
        'arn:aws:iam::210987654321:role/aws-reserved/sso.amazonaws.com/*',
      ],
      administrators: ['arn:aws:iam::*:user/platform/amelia'],
    })
  })

  it('is nothing where it says nothing', () => {
    expect(termsOf({}).declared(PLACE)).toEqual({})
  })
})
