import type { PreferenceInputs, PreferencesFault } from './preferences.ts'
import { shown } from './json.ts'

/** aws: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
const LOG_GROUP_NAME = /^[.\-_/#A-Za-z0-9]{1,512}$/
/** aws: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const BUCKET_NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/
/** Names that buckets of us-east-1 could be given before March 2018. */
const OLD_BUCKET_NAME = /^[A-Za-z0-9._-]{3,255}$/

/** Whether some bucket may have a name: whether one does is S3's to say. */
export const canBeBucket = (name: string): boolean => BUCKET_NAME.test(name) || OLD_BUCKET_NAME.test(name)

/** The pattern of DescribeSessions, which leaves out 1040 to 1099, 1140 to 1199, 1240 to 1299 and 1340 to 1399. */
const DURATION = /^([1-9]|[1-9][0-9]|[1-9][0-9][0-9]|1[0-4][0-3][0-9]|1440)$/
const IDLE = /^([1-9]|[1-5][0-9]|60)$/

/** aws: https://docs.aws.amazon.com/general/latest/gr/ssm.html */
export const LARGEST_MINUTES = { idleSessionTimeout: 60, maxSessionDuration: 1440 } as const

/** Whether a log group can have a name. */
export const isLogGroupName = (name: string): boolean => LOG_GROUP_NAME.test(name)

/** Whether a bucket can be given a name. */
export const isBucketName = (name: string): boolean => BUCKET_NAME.test(name) && !name.includes('..')

/** What is wrong with values that have the right type; those left to the node are not judged. */
export const valueFaults = (
  inputs: PreferenceInputs,
  leftToNode: readonly string[],
): readonly PreferencesFault[] =>
  [logGroupFault(inputs), bucketFault(inputs), prefixFault(inputs), idleFault(inputs), durationFault(inputs)]
    .filter(fault => fault !== undefined)
    .filter(fault => !leftToNode.includes(fault.field))

/** A destination that cannot be is as one that is missing: with the flag sessions are refused, else nothing is kept. */
const noDestination = (field: string, problem: string, required: boolean): PreferencesFault => ({
  field,
  problem,
  effect: required ? 'abort' : 'loss',
  severity: required ? 'critical' : 'high',
})

const logGroupFault = (inputs: PreferenceInputs): PreferencesFault | undefined => {
  const field = 'cloudWatchLogGroupName'
  const name = inputs[field]
  const required = inputs.cloudWatchEncryptionEnabled
  if (name === '') return undefined
  if (name.startsWith('arn:')) {
    return noDestination(field, `${field} is an ARN (${shown(name)}), not a log group's name`, required)
  }
  if (isLogGroupName(name)) return undefined
  return noDestination(field, `${field} ${shown(name)} is not a name that a log group can have`, required)
}

const bucketFault = (inputs: PreferenceInputs): PreferencesFault | undefined => {
  const field = 's3BucketName'
  const name = inputs[field]
  const required = inputs.s3EncryptionEnabled
  if (name === '') return undefined
  if (name.startsWith('arn:')) {
    return noDestination(field, `${field} is an ARN (${shown(name)}), not a bucket's name`, required)
  }
  if (/^s3:\/\//i.test(name)) {
    return noDestination(field, `${field} is an address (${shown(name)}), not a bucket's name`, required)
  }
  if (isBucketName(name)) return undefined
  const fault = noDestination(field, `${field} ${shown(name)} is not a name that a bucket can have`, required)
  return OLD_BUCKET_NAME.test(name)
    ? { ...fault, problem: `${field} ${shown(name)} is a name that only old buckets have`, undecided: true }
    : fault
}

/** The objects go where the prefix says, however odd: whether the role may write there is another check's matter. */
const prefixFault = (inputs: PreferenceInputs): PreferencesFault | undefined => {
  const field = 's3KeyPrefix'
  const prefix = inputs[field]
  if (inputs.s3BucketName === '') return undefined
  if (prefix.startsWith('/')) {
    const problem = `${field} ${shown(prefix)} starts with a slash, which becomes part of every object's key`
    return { field, problem, effect: 'none', severity: 'low' }
  }
  if (!/^(arn:|s3:\/\/)/i.test(prefix)) return undefined
  const problem = `${field} ${shown(prefix)} is an address, which becomes part of every object's key`
  return { field, problem, effect: 'none', severity: 'low' }
}

const idleFault = ({ idleSessionTimeout: value }: PreferenceInputs): PreferencesFault | undefined => {
  if (value === undefined || IDLE.test(value)) return undefined
  const problem = `idleSessionTimeout ${shown(value)} is not a number of minutes from 1 to 60`
  return { field: 'idleSessionTimeout', problem, effect: 'none', severity: 'high' }
}

const durationFault = ({ maxSessionDuration: value }: PreferenceInputs): PreferencesFault | undefined => {
  if (value === undefined || DURATION.test(value)) return undefined
  const field = 'maxSessionDuration'
  if (/^1[0-3][4-9][0-9]$/.test(value)) {
    const problem = `${field} ${shown(value)} is within 1 to 1440 minutes but outside the pattern that Systems Manager documents`
    return { field, problem, effect: 'none', severity: 'high', undecided: true }
  }
  const problem = `${field} ${shown(value)} is not a number of minutes from 1 to 1440`
  return { field, problem, effect: 'none', severity: 'high' }
}
