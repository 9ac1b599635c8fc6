import { UsageError } from '../core/errors.ts'
import type { ReadConfig } from '../config/read-config.ts'
import { text, texts, wholeNumber, type Argv } from './arguments.ts'

/** How AWS is reached, and where. */
export interface Access {
  /** Names of Regions, or `all`; none: the one that the environment or the profile names. */
  readonly regions: readonly string[]
  readonly profile?: string
  readonly roleArn?: string
  readonly endpointUrl?: string
  readonly concurrency: number
  /** What to tell before anything is read. */
  readonly notice?: string
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

/**
 * Access to the Regions that the config names, where no flag does. A Region of the environment goes before them, and is
 * told, unless it is one of them.
 */
export const withRegionsOf = (
  access: Access,
  { config, file = '' }: ReadConfig,
  { AWS_REGION: own }: Readonly<Record<string, string | undefined>>,
): Access => {
  const { regions = [] } = config
  if (access.regions.length > 0 || regions.length === 0) return access
  if (!own || regions.includes(own) || regions.includes('all')) return { ...access, regions }
  const notice = `AWS_REGION=${own} goes before the Regions of ${file} (${regions.join(', ')}), which are not looked at; --region chooses`
  return { ...access, notice }
}
