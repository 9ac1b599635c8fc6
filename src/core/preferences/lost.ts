import type { PreferenceInputs } from './preferences.ts'

/** What keeps a record of sessions, encrypts them or ends them. A flag without its destination asks for nothing. */
const KEEPS: Readonly<Record<string, (inputs: PreferenceInputs) => boolean>> = {
  cloudWatchLogGroupName: inputs => inputs.cloudWatchLogGroupName !== '',
  cloudWatchEncryptionEnabled: inputs =>
    inputs.cloudWatchEncryptionEnabled && inputs.cloudWatchLogGroupName !== '',
  s3BucketName: inputs => inputs.s3BucketName !== '',
  s3EncryptionEnabled: inputs => inputs.s3EncryptionEnabled && inputs.s3BucketName !== '',
  kmsKeyId: inputs => inputs.kmsKeyId !== '',
  maxSessionDuration: inputs => inputs.maxSessionDuration !== undefined,
}

/** The fields by which sessions lose a record, their encryption, the insistence on it or their end: that is never a repair. */
export const lostFields = (before: PreferenceInputs, after: PreferenceInputs): readonly string[] =>
  Object.entries(KEEPS).flatMap(([field, has]) => (has(before) && !has(after) ? [field] : []))
