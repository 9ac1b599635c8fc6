import { DescribeRegionsCommand } from '@aws-sdk/client-ec2'
import { AwsError } from '../core/errors.ts'
import type { Clients } from './clients.ts'

/** The Regions that an account has, and those that it would have to enable first. */
export interface AccountRegions {
  readonly enabled: readonly string[]
  readonly notEnabled: readonly string[]
}

/**
 * The Regions of the partition. @throws AwsError where that is refused
 *
 * aws: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html
 */
export const accountRegions = async ({ ec2 }: Clients): Promise<AccountRegions> => {
  const failed = (what: string, cause?: unknown) =>
    new AwsError(
      `listing the account's Regions (ec2:DescribeRegions): ${what}; name them with --region instead`,
      { cause },
    )
  const answer = await ec2.send(new DescribeRegionsCommand({ AllRegions: true })).catch((error: unknown) => {
    throw failed(error instanceof Error ? `${error.name}: ${error.message}` : String(error), error)
  })
  if (!answer.Regions) throw failed('the answer holds no list')
  const named = answer.Regions.flatMap(({ RegionName, OptInStatus }) =>
    RegionName ? [{ name: RegionName, isEnabled: OptInStatus !== 'not-opted-in' }] : [],
  )
  const names = (enabled: boolean): readonly string[] =>
    named.flatMap(({ name, isEnabled }) => (isEnabled === enabled ? [name] : [])).toSorted()
  return { enabled: names(true), notEnabled: names(false) }
}
