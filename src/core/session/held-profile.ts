import type { Instance, InstanceProfile } from '../records.ts'

/**
 * Whether an instance holds an instance profile as it is now. One that was deleted and made anew under its name has
 * another id, and gives the instance no credentials any more; where EC2 does not tell the id, the name has to do.
 *
 * aws: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/troubleshoot-iam.html
 */
export const holdsAsItIs = ({ profileId }: Instance, { id }: InstanceProfile): boolean =>
  profileId === undefined || profileId === id
