import { awsCommand, defineCheck } from '../../src/core/index.ts'

const DEPRECATED = 'AmazonEC2RoleforSSM'

export default defineCheck({
  id: 'identity/deprecated-policy',
  title: 'the role does without AmazonEC2RoleforSSM',
  why: 'AWS has deprecated the policy: it lets the node read and write every bucket and log group of the account.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-instance-permissions.html',
  severity: 'low',
  fix: 'none',
  each: 'nodeRoles',
  needs: [],
  run({ name, role }, _records, { partition }) {
    const attached = role.attached.find(policy => policy.name === DEPRECATED && isAwsManaged(policy.arn))
    if (!attached) return undefined
    return {
      message: `role ${name} holds ${DEPRECATED}, which AWS has deprecated`,
      about: DEPRECATED,
      evidence: [{ label: 'attached', value: attached.arn, source: `role ${name}` }],
      remedy: {
        text: `attach AmazonSSMManagedInstanceCore, grant what sessions write to by name, prove that with this program, and only then detach ${DEPRECATED}: it grants S3 and logs on everything, and what rests on that breaks without a word`,
        commands: [
          awsCommand('iam attach-role-policy', {
            'role-name': name,
            'policy-arn': `arn:${partition}:iam::aws:policy/AmazonSSMManagedInstanceCore`,
          }),
          awsCommand('iam detach-role-policy', { 'role-name': name, 'policy-arn': attached.arn }),
        ],
      },
    }
  },
})

const isAwsManaged = (arn: string): boolean => arn.split(':')[4] === 'aws'
