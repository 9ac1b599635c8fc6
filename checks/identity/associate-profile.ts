import { awsCommand } from '../../src/core/index.ts'

/** Stands for the name of an instance profile where nobody has declared one. */
export const PROFILE_NAME = 'PROFILE-NAME'

/** The command that gives an instance without an instance profile this one. */
export const associateProfile = (instanceId: string, name: string, region: string): string =>
  awsCommand('ec2 associate-iam-instance-profile', {
    'instance-id': instanceId,
    'iam-instance-profile': `Name=${name}`,
    region,
  })

/** The command that gives an instance this profile in the place of the one that it holds. */
export const replaceProfile = (instanceId: string, name: string, region: string): string => {
  const association = awsCommand('ec2 describe-iam-instance-profile-associations', {
    filters: `Name=instance-id,Values=${instanceId}`,
    query: 'IamInstanceProfileAssociations[0].AssociationId',
    output: 'text',
    region,
  })
  const replace = awsCommand('ec2 replace-iam-instance-profile-association', {
    'iam-instance-profile': `Name=${name}`,
    region,
  })
  return `${replace} --association-id "$(${association})"`
}
