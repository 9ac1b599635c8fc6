import type { PortRange } from '../records.ts'
import type { Judged } from './factors.ts'
import type { Other } from './host.ts'
import { aclRuling } from './network-acl.ts'
import { keptIn, type Network } from './network.ts'

/**
 * Whether the ACL of a subnet lets a call to 443 and its answer through: `client` for the side that calls, `server` for
 * the side that is called.
 *
 * aws: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
 */
export const aclGate = (
  network: Network,
  subnetId: string,
  side: 'client' | 'server',
  other: Other,
  replyPorts: PortRange,
): Judged =>
  keptIn(other.kept[side], `${subnetId} ${replyPorts.from}`, () => {
    const { record, gap } = network.aclOf(subnetId)
    if (gap) return { resource: subnetId, verdict: 'unknown', reason: 'its ACL could not be read', gap }
    if (record) return { resource: record.id, ...aclRuling(record, side, other.end, replyPorts) }
    const look = `the network ACL of ${subnetId}`
    return { resource: subnetId, verdict: 'unknown', reason: 'its ACL is not to be seen', look }
  })

/** Traffic within a subnet passes no ACL. */
export const unfiltered = (subnetId: string): Judged => ({
  resource: subnetId,
  verdict: 'open',
  rule: 'same subnet: not filtered',
})
