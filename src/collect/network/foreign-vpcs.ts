import type { CollectedKind, Vpc } from '../../core/records.ts'
import type { Gap } from '../../core/snapshot.ts'
import { failedWith } from '../ask.ts'
import { gapFrom, type Loaded } from '../loaded.ts'
import type { RegionSource } from '../source.ts'

/** How reads are refused of a VPC that is not the account's own. */
const REFUSALS = [
  'UnauthorizedOperation',
  'OperationNotPermitted',
  'AccessDenied',
  'AccessDeniedException',
  'InvalidVpcID.NotFound',
  'InvalidInput',
  'InvalidVPCId',
] as const

/**
 * A failed read of a VPC as a gap; where another account shares the VPC, a refusal is that account's business.
 *
 * aws: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-sharing.html
 */
export const vpcGap =
  (
    kind: CollectedKind,
    action: string,
    { accountId }: RegionSource,
    { records }: Loaded<'vpcs'>,
  ): ((vpcId: string, error: unknown) => Gap) =>
  (vpcId, error) => {
    const gap = gapFrom(kind, error, [action], vpcId)
    return isForeign(records[vpcId], accountId) && failedWith(error, ...REFUSALS)
      ? { ...gap, foreign: true }
      : gap
  }

const isForeign = (vpc: Vpc | undefined, accountId: string): boolean =>
  vpc?.ownerId !== undefined && vpc.ownerId !== accountId
