import type { PreferenceInputs } from './preferences.ts'

/** What keeps a record of sessions or encrypts them. A flag without its destination asks for nothing. */
const KEEPS: Readonly<Record<string, (inputs: PreferenceInputs) => boolean>> = {
  cloudWatchLogGroupName: inputs => inputs.cloudWatchLogGroupName !== '',
  cloudWatchEncryptionEnabled: inputs =>
    inputs.cloudWatchEncryptionEnabled && inputs.cloudWatchLogGroupName !== '',
  s3BucketName: inputs => inputs.s3BucketName !== '',
  s3EncryptionEnabled: inputs => inputs.s3EncryptionEnabled && inputs.s3BucketName !== '',
  kmsKeyId: inputs => inputs.kmsKeyId !== '',
}

/** The fields by which sessions lose a record, their encryption, or the insistence on it: that is never a repair. */
export const lostFields = (before: PreferenceInputs, after: PreferenceInputs): readonly string[] =>
  Object.entries(KEEPS).flatMap(([field, has]) => (has(before) && !has(after) ? [field] : []))
