import type { PrefixList } from '../records.ts'

/**
 * Whether a prefix list is one that AWS keeps for a service of its own.
 *
 * aws: https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html
 */
export const isOfAws = (list: PrefixList | undefined): boolean =>
  /^(cn\.)?com\.amazonaws\./.test(list?.name ?? '')
