/** IAM's error names as the SDK gives them. aws: https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html */
type IamError = 'NoSuchEntityException' | 'LimitExceededException' | 'DeleteConflictException'

/** EC2's. aws: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html */
type Ec2Error =
  | 'DependencyViolation'
  | 'IncorrectState'
  | 'InvalidInstanceID.NotFound'
  | 'InvalidGroup.NotFound'
  | 'InvalidVpcEndpointId.NotFound'
  | 'InvalidVpcID.NotFound'

/** KMS's. aws: https://docs.aws.amazon.com/kms/latest/APIReference/CommonErrors.html */
type KmsError = 'NotFoundException'

/** Systems Manager's. aws: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdateDocument.html#API_UpdateDocument_Errors */
type SsmError =
  | 'AssociationDoesNotExist'
  | 'DuplicateDocumentContent'
  | 'InvalidDocument'
  | 'InvalidDocumentOperation'
  | 'InvalidDocumentVersion'

/** CloudWatch Logs'. aws: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/CommonErrors.html */
type LogsError = 'AccessDeniedException' | 'OperationAbortedException' | 'ResourceNotFoundException'

/** S3's. aws: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
type S3Error =
  | 'NoSuchBucket'
  | 'NoSuchBucketPolicy'
  | 'NoSuchPublicAccessBlockConfiguration'
  | 'OperationAborted'

const GONE: readonly AwsErrorName[] = [
  'NoSuchEntityException',
  'NotFoundException',
  'ResourceNotFoundException',
  'InvalidGroup.NotFound',
  'InvalidInstanceID.NotFound',
  'InvalidVpcEndpointId.NotFound',
  'InvalidVpcID.NotFound',
  'InvalidDocument',
]

type AwsErrorName = IamError | Ec2Error | KmsError | LogsError | S3Error | SsmError

/** Whether a call was refused with one of these errors. */
export const isError = (error: unknown, ...names: readonly AwsErrorName[]): boolean =>
  error instanceof Error && names.some(name => error.name === name)

/** The answer, or nothing where AWS says that the thing does not exist. */
export const unlessGone = async <T>(call: Promise<T>): Promise<T | undefined> => {
  try {
    return await call
  } catch (error) {
    if (isError(error, ...GONE)) return undefined
    throw error
  }
}

/**
 * A member that AWS always sends. The SDK turns an empty body into an empty answer, which must not pass for an empty list.
 * @throws Error where the answer lacks it
 */
export const given = <T>(value: T | undefined, what: string): T => {
  if (value === undefined || value === null) throw new Error(`malformed answer: it holds no ${what}`)
  return value
}

/** Every page of a list. */
export const everyPage = async <T>(
  read: (
    token: string | undefined,
  ) => Promise<{ readonly items: readonly T[]; readonly next?: string | undefined }>,
): Promise<readonly T[]> => {
  const all: T[] = []
  let token: string | undefined
  do {
    const page = await read(token)
    if (page.next && page.next === token) throw new Error('malformed answer: a page names itself as the next')
    all.push(...page.items)
    token = page.next
  } while (token)
  return all
}
