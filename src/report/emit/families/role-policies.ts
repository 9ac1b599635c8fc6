import type { Family } from '../forms.ts'

/** Inline policies of roles. */
export const rolePolicyCode: Family<'put-role-policy'> = {
  'put-role-policy': {
    cli: ({ role, policy, to }) => [
      {
        operation: 'iam put-role-policy',
        options: { 'role-name': role, 'policy-name': policy, 'policy-document': { json: to } },
      },
    ],
    terraform: ({ role, policy, from, to }, { name }) => [
      {
        type: 'aws_iam_role_policy',
        name: name('aws_iam_role_policy', `${role}/${policy}`),
        arguments: { name: policy, role, policy: { json: to } },
        ...(from !== undefined && { existing: { id: `${role}:${policy}` } }),
      },
    ],
    cloudformation: ({ role, policy, from, to }, { name }) => [
      {
        type: 'AWS::IAM::RolePolicy',
        name: name('role policy', `${role}/${policy}`),
        properties: { RoleName: role, PolicyName: policy, PolicyDocument: JSON.parse(to) },
        ...(from !== undefined && { existing: { RoleName: role, PolicyName: policy } }),
      },
    ],
  },
}
