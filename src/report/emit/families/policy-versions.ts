import { readableJson } from '../json-text.ts'
import { PROVIDERS_TAGS } from '../hcl-resource.ts'
import type { Family } from '../forms.ts'
import { nameOfArn, pathOfArn } from './arns.ts'

const named = (arn: string): string => `policy ${nameOfArn(arn)} (${arn})`

/** The versions of a policy that are not its default; versions count upwards, so the first by date is the oldest. */
const OLDEST = 'sort_by(Versions[?!IsDefaultVersion], &CreateDate)[0].VersionId'

/** New default versions of customer-managed policies, and the room for them. */
export const policyVersionCode: Family<'put-policy-version' | 'delete-policy-version'> = {
  'put-policy-version': {
    cli: ({ policyArn, to }) => [
      {
        operation: 'iam create-policy-version',
        options: { 'policy-arn': policyArn, 'set-as-default': true, 'policy-document': { json: to } },
      },
    ],
    terraform: ({ policyArn, to }, { name }) => [
      {
        type: 'aws_iam_policy',
        name: name('aws_iam_policy', policyArn, nameOfArn(policyArn)),
        arguments: { name: nameOfArn(policyArn), path: pathOfArn(policyArn), policy: { json: to } },
        // Another description would replace the policy.
        existing: { id: policyArn, keeps: ['description', ...PROVIDERS_TAGS] },
      },
    ],
    cloudformation: ({ policyArn, to }, { name }) => [
      {
        type: 'AWS::IAM::ManagedPolicy',
        name: name('policy', policyArn, nameOfArn(policyArn)),
        properties: {
          ManagedPolicyName: nameOfArn(policyArn),
          Path: pathOfArn(policyArn),
          PolicyDocument: JSON.parse(to),
        },
        existing: { PolicyArn: policyArn },
      },
    ],
  },
  'delete-policy-version': {
    describe: ({ policyArn }) =>
      `delete the oldest version of ${named(policyArn)} that is not the default, to make room; its text is below, its number and date cannot be restored`,
    cli: ({ policyArn, document }, { name }) => {
      const oldest = name('oldest version', policyArn, `oldest ${nameOfArn(policyArn)}`)
      return [
        { remark: readableJson(document).split('\n') },
        {
          operation: 'iam list-policy-versions',
          options: { 'policy-arn': policyArn, query: OLDEST, output: 'text' },
          into: oldest,
        },
        {
          operation: 'iam delete-policy-version',
          options: { 'policy-arn': policyArn, 'version-id': { variable: oldest } },
        },
      ]
    },
    terraform: ({ document }) => [
      {
        note: 'the provider does this by itself where a new version finds no room; the text that goes:',
        lines: readableJson(document).split('\n'),
        noCommands: true,
      },
    ],
    cloudformation: ({ document }) => [
      {
        note: 'a template cannot say this; do it first, the text that goes:',
        lines: readableJson(document).split('\n'),
      },
    ],
  },
}
