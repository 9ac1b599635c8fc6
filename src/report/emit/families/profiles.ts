import { profileName } from '../../../core/changes/profile-associations.ts'
import { recordsOf } from '../../../core/snapshot.ts'
import type { Command } from '../command.ts'
import type { Family, Note, Scene } from '../forms.ts'
import { hclArguments } from '../hcl.ts'
import { PROVIDERS_TAGS } from '../hcl-resource.ts'
import { yamlLines } from '../yaml.ts'
import { pathOfArn } from './arns.ts'

const pathOf = ({ after }: Scene, profile: string): string | undefined => {
  const world = after()
  const record =
    world && Object.values(recordsOf(world, 'instanceProfiles')).find(one => one.name === profile)
  return record && pathOfArn(record.arn)
}

/** An instance's own code has more in it than anybody read here: it gets one argument. */
const inInstance = (instanceId: string, profileArn: string): Note => ({
  note: `in the resource aws_instance that has ${instanceId}, or in the launch template that made it`,
  lines: hclArguments({ iam_instance_profile: profileName(profileArn) }),
})

const inStack = (instanceId: string, profileArn: string): Note => ({
  note: `in the stack that owns AWS::EC2::Instance ${instanceId}`,
  lines: yamlLines({ IamInstanceProfile: profileName(profileArn) }),
})

/** An association by its instance: one that is ending is another. */
const findAssociation = (region: string, instanceId: string, into: string): Command => ({
  operation: 'ec2 describe-iam-instance-profile-associations',
  options: {
    filters: { words: [`Name=instance-id,Values=${instanceId}`, 'Name=state,Values=associated'] },
    query: 'IamInstanceProfileAssociations[0].AssociationId',
    output: 'text',
    region,
  },
  into,
})

/** Instance profiles: the role in one, and which one an instance holds. */
export const profileCode: Family<'add-role-to-profile' | 'associate-profile' | 'replace-profile'> = {
  'add-role-to-profile': {
    cli: ({ profile, role }) => [
      {
        operation: 'iam add-role-to-instance-profile',
        options: { 'instance-profile-name': profile, 'role-name': role },
      },
    ],
    terraform: ({ profile, role }, scene) => [
      {
        type: 'aws_iam_instance_profile',
        name: scene.name('aws_iam_instance_profile', profile),
        arguments: { name: profile, path: pathOf(scene, profile), role },
        existing: { id: profile, keeps: PROVIDERS_TAGS },
      },
    ],
    cloudformation: ({ profile, role }, scene) => [
      {
        type: 'AWS::IAM::InstanceProfile',
        name: scene.name('instance profile', profile, `${profile} profile`),
        properties: { InstanceProfileName: profile, Path: pathOf(scene, profile), Roles: [role] },
        existing: { InstanceProfileName: profile },
      },
    ],
  },
  'associate-profile': {
    cli: ({ region, instanceId, profileArn }) => [
      {
        operation: 'ec2 associate-iam-instance-profile',
        options: {
          'instance-id': instanceId,
          'iam-instance-profile': JSON.stringify({ Arn: profileArn }),
          region,
        },
      },
    ],
    terraform: ({ instanceId, profileArn }) => [inInstance(instanceId, profileArn)],
    cloudformation: ({ instanceId, profileArn }) => [inStack(instanceId, profileArn)],
  },
  'replace-profile': {
    cli: ({ region, instanceId, to }, { name }) => {
      const association = name('association', `${region} ${instanceId}`, `association ${instanceId}`)
      return [
        findAssociation(region, instanceId, association),
        {
          operation: 'ec2 replace-iam-instance-profile-association',
          options: {
            'association-id': { variable: association },
            'iam-instance-profile': JSON.stringify({ Arn: to.arn }),
            region,
          },
        },
      ]
    },
    terraform: ({ instanceId, to }) => [inInstance(instanceId, to.arn)],
    cloudformation: ({ instanceId, to }) => [inStack(instanceId, to.arn)],
  },
}
