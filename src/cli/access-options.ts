import { UsageError } from '../core/errors.ts'
import { text, texts, wholeNumber, type Argv } from './arguments.ts'

/** How AWS is reached, and where. */
export interface Access {
  /** Names of Regions, or `all`; none: the one that the environment or the profile names. */
  readonly regions: readonly string[]
  readonly profile?: string
  readonly roleArn?: string
  readonly endpointUrl?: string
  readonly concurrency: number
}

/** Reads the options of access. @throws UsageError */
export const accessOf = (argv: Argv): Access => {
  const profile = text(argv, 'profile')
  const roleArn = text(argv, 'role-arn')
  const endpointUrl = text(argv, 'endpoint-url')
  const regions = [...new Set(texts(argv, 'region'))]
  if (regions.includes('all') && regions.length > 1)
    throw new UsageError('reading --region: "all" stands alone; leave the others away')
  if (roleArn !== undefined && !/^arn:[\w-]+:iam::\d{12}:role\/.+$/.test(roleArn))
    throw new UsageError(
      `reading --role-arn: ${JSON.stringify(roleArn)} is no role's ARN; one looks like arn:aws:iam::123456789012:role/NAME`,
    )
  return {
    regions,
    ...(profile !== undefined && { profile }),
    ...(roleArn !== undefined && { roleArn }),
    ...(endpointUrl !== undefined && { endpointUrl }),
    concurrency: wholeNumber(argv, 'concurrency', { least: 1, most: 100, usual: 8 }),
  }
}
