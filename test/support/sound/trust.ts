import { ACCOUNT, REGION, policyDocument } from '../healthy.ts'
import type { SoundAccounts } from './sound.ts'
import { OTHER } from './words.ts'

export const SOUND_TRUST: SoundAccounts = {
  'a role that several services may assume': {
    alter: world => {
      const trust = [
        {
          Effect: 'Allow',
          Principal: { Service: ['lambda.amazonaws.com', 'ec2.amazonaws.com'] },
          Action: ['sts:AssumeRole', 'sts:TagSession'],
        },
        {
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${OTHER}:root` },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'sts:ExternalId': 'x-1' } },
        },
      ]
      Object.assign(world.records.roles['web'] ?? {}, { trustPolicy: policyDocument(trust) })
      Object.assign(world.records.roles['db'] ?? {}, {
        trustPolicy: policyDocument({
          Effect: 'Allow',
          Principal: { Service: 'ec2.amazonaws.com' },
          Action: 'sts:AssumeRole',
        }),
      })
    },
  },
  'a service role bound to the account and Region, as the documentation prints it': {
    alter: world => {
      Object.assign(world.records.roles['hybrid-node'] ?? {}, {
        trustPolicy: policyDocument([
          {
            Effect: 'Allow',
            Principal: { Service: 'ssm.amazonaws.com' },
            Action: 'sts:AssumeRole',
            Condition: {
              StringEquals: { 'aws:SourceAccount': ACCOUNT },
              ArnEquals: { 'aws:SourceArn': `arn:aws:ssm:${REGION}:${ACCOUNT}:*` },
            },
          },
        ]),
      })
    },
  },
}
