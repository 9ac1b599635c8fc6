import { awsCommand } from '../../src/core/index.ts'

/** Stands in a command for the name of a profile that nobody has named. */
export const SOME_PROFILE = 'PROFILE-NAME'

/** The command that gives a profile to an instance that has none. */
export const associateCommand = (instanceId: string, profile: string, region: string): string =>
  awsCommand('ec2 associate-iam-instance-profile', {
    'instance-id': instanceId,
    'iam-instance-profile': `Name=${profile}`,
    region,
  })

/** The command that gives a profile to an instance in place of the one that it holds. */
export const replaceCommand = (instanceId: string, profile: string, region: string): string => {
  const association = awsCommand('ec2 describe-iam-instance-profile-associations', {
    filters: `Name=instance-id,Values=${instanceId}`,
    query: 'IamInstanceProfileAssociations[0].AssociationId',
    output: 'text',
    region,
  })
  const replace = awsCommand('ec2 replace-iam-instance-profile-association', {
    'iam-instance-profile': `Name=${profile}`,
    region,
  })
  return `${replace} --association-id "$(${association})"`
}
