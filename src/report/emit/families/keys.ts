import { PROVIDERS_TAGS } from '../hcl-resource.ts'
import type { Family } from '../forms.ts'
import { yamlLines } from '../yaml.ts'
import { nameOfArn } from './arns.ts'

/** aws: https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html */
const LARGEST_POLICY = 32_768

/** Arguments of a key of which nobody read how they are: the provider's own defaults would change them. */
const UNREAD = [
  'customer_master_key_spec',
  'description',
  'enable_key_rotation',
  'key_usage',
  'policy',
  'rotation_period_in_days',
  ...PROVIDERS_TAGS,
]

/** Keys of KMS: whether they are enabled, and their policies. */
export const keyCode: Family<'enable-key' | 'put-key-policy'> = {
  'enable-key': {
    cli: ({ region, keyArn }) => [{ operation: 'kms enable-key', options: { 'key-id': keyArn, region } }],
    terraform: ({ region, keyArn }, { name }) => [
      {
        type: 'aws_kms_key',
        name: name('aws_kms_key', keyArn, `key ${nameOfArn(keyArn)}`),
        region,
        arguments: { is_enabled: true },
        existing: { id: nameOfArn(keyArn), keeps: UNREAD },
      },
    ],
    cloudformation: ({ keyArn }) => [
      {
        note: `in the stack that owns AWS::KMS::Key ${nameOfArn(keyArn)}; where none does, a template cannot say this`,
        lines: yamlLines({ Enabled: true }),
      },
    ],
  },
  'put-key-policy': {
    cli: ({ region, keyArn, to }) => [
      {
        operation: 'kms put-key-policy',
        options: {
          'key-id': keyArn,
          'policy-name': 'default',
          policy: { json: to, most: LARGEST_POLICY },
          region,
        },
      },
    ],
    terraform: ({ region, keyArn, to }, { name }) => [
      {
        type: 'aws_kms_key_policy',
        name: name('aws_kms_key_policy', keyArn, `key ${nameOfArn(keyArn)}`),
        region,
        arguments: { key_id: nameOfArn(keyArn), policy: { json: to } },
        existing: { id: nameOfArn(keyArn) },
      },
    ],
    cloudformation: ({ keyArn, to }) => [
      {
        note: `in the stack that owns AWS::KMS::Key ${nameOfArn(keyArn)}; where none does, a template cannot say this`,
        lines: yamlLines({ KeyPolicy: JSON.parse(to) }),
      },
    ],
  },
}
