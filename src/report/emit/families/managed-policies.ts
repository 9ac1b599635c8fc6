import { code } from '../hcl-resource.ts'
import type { Family, Scene } from '../forms.ts'
import { nameOfArn, pathOfArn } from './arns.ts'
import { tagged } from './tagged.ts'

const DESCRIPTION = 'What a node needs for Session Manager; created by ssm-doctor.'

const isMade = ({ changes }: Scene, policyArn: string): boolean =>
  changes.some(change => change.type === 'create-policy' && change.policyArn === policyArn)

const resourceName = ({ name }: Scene, policyArn: string): string =>
  name('aws_iam_policy', policyArn, nameOfArn(policyArn))

const logicalId = ({ name }: Scene, policyArn: string): string =>
  name('policy', policyArn, nameOfArn(policyArn))

/** Customer-managed policies of our own and their attachment. */
export const managedPolicyCode: Family<'create-policy' | 'attach-role-policy'> = {
  'create-policy': {
    cli: ({ policyArn, name, document }, { digest }) => [
      {
        operation: 'iam create-policy',
        options: {
          'policy-name': name,
          path: pathOfArn(policyArn),
          description: DESCRIPTION,
          tags: tagged(digest),
          'policy-document': { json: document },
        },
      },
      { operation: 'iam wait policy-exists', options: { 'policy-arn': policyArn } },
    ],
    terraform: ({ policyArn, name, document }, scene) => [
      {
        type: 'aws_iam_policy',
        name: resourceName(scene, policyArn),
        arguments: {
          name,
          path: pathOfArn(policyArn),
          description: DESCRIPTION,
          policy: { json: document },
        },
      },
    ],
    cloudformation: ({ policyArn, name, document }, scene) => [
      {
        type: 'AWS::IAM::ManagedPolicy',
        name: logicalId(scene, policyArn),
        properties: {
          ManagedPolicyName: name,
          Path: pathOfArn(policyArn),
          Description: DESCRIPTION,
          PolicyDocument: JSON.parse(document),
        },
      },
    ],
  },
  'attach-role-policy': {
    cli: ({ role, policyArn }) => [
      { operation: 'iam attach-role-policy', options: { 'role-name': role, 'policy-arn': policyArn } },
    ],
    terraform: ({ role, policyArn }, scene) => [
      {
        type: 'aws_iam_role_policy_attachment',
        name: scene.name('attachment', `${role}/${policyArn}`, `${role}/${nameOfArn(policyArn)}`),
        arguments: {
          role,
          policy_arn: isMade(scene, policyArn)
            ? code(`aws_iam_policy.${resourceName(scene, policyArn)}.arn`)
            : policyArn,
        },
      },
    ],
    cloudformation: ({ role, policyArn }, scene) =>
      isMade(scene, policyArn)
        ? [
            {
              type: 'AWS::IAM::ManagedPolicy',
              name: logicalId(scene, policyArn),
              properties: { Roles: [role] },
            },
          ]
        : [{ note: `a template says this with the role alone: ManagedPolicyArns of AWS::IAM::Role ${role}` }],
  },
}
