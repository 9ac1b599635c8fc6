import { recordAt } from '../../../core/changes/edit-record.ts'
import type { Family } from '../forms.ts'
import { PROVIDERS_TAGS } from '../hcl-resource.ts'
import { yamlLines } from '../yaml.ts'
import { pathOfArn } from './arns.ts'

/** aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html (it counts blanks in a trust policy) */
const LARGEST_POLICY = 2048

/** Arguments of a role of which nobody read how they are: left out, they would be taken away. */
const UNREAD = ['description', 'max_session_duration', 'permissions_boundary', ...PROVIDERS_TAGS]

/** Trust policies of roles. */
export const roleTrustCode: Family<'put-trust-policy'> = {
  'put-trust-policy': {
    cli: ({ role, to }) => [
      {
        operation: 'iam update-assume-role-policy',
        options: { 'role-name': role, 'policy-document': { json: to, most: LARGEST_POLICY } },
      },
    ],
    terraform: ({ role, to }, { name, after }) => {
      const world = after()
      const record = world && recordAt(world, 'roles', role)
      return [
        {
          type: 'aws_iam_role',
          name: name('aws_iam_role', role),
          arguments: {
            name: role,
            path: record && pathOfArn(record.arn),
            assume_role_policy: { json: to },
          },
          // Another path would replace the role: without its record it stays as it is.
          existing: { id: role, keeps: record ? UNREAD : [...UNREAD, 'path'] },
        },
      ]
    },
    cloudformation: ({ role, to }) => [
      {
        note: `in the stack that owns AWS::IAM::Role ${role}; where none does, a template cannot say this`,
        lines: yamlLines({ AssumeRolePolicyDocument: JSON.parse(to) }),
      },
    ],
  },
}
