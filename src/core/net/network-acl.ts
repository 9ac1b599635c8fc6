import type { NetworkAcl, NetworkAclEntry, PortRange } from '../records.ts'
import { parseBlock, type Block } from './cidr.ts'
import { blocksOfEnd, endText, type End } from './end.ts'
import { isAll, isUnreadable, portsText, tcpPorts } from './ports.ts'
import type { Ruling } from './security-groups.ts'
import { cellsOf, contains, type Area } from './traffic.ts'

const HTTPS: PortRange = { from: 443, to: 443 }

/** One direction of a connection through an ACL. */
interface Stream {
  readonly egress: boolean
  readonly ports: PortRange
  /** Reads before the end: `443 out to`. */
  readonly what: string
}

/**
 * Whether an ACL lets a connection to 443 and its answers through. `client`: the subnet calls the end; `server`: the end
 * calls the subnet.
 * @param replyPorts the ports on which the caller waits for answers
 *
 * aws: https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html
 */
export const aclRuling = (
  acl: NetworkAcl,
  side: 'client' | 'server',
  end: End,
  replyPorts: PortRange,
): Ruling => {
  const out = side === 'client'
  const replies = portsText(replyPorts)
  const call: Stream = { egress: out, ports: HTTPS, what: out ? '443 out to' : '443 in from' }
  const back = out ? `the answers in on ${replies} from` : `the answers out on ${replies} to`
  const answers: Stream = { egress: !out, ports: replyPorts, what: back }
  const rulings = [call, answers].map(stream => rulingOn(acl, stream, end))
  const worst =
    rulings.find(one => one.verdict === 'blocked') ?? rulings.find(one => one.verdict === 'unknown')
  return worst ?? (rulings[0] as Ruling)
}

interface Placed {
  readonly entry: NetworkAclEntry
  readonly area?: Area
}

/** The lowest number that matches decides; what none matches is denied. */
const rulingOn = ({ entries }: NetworkAcl, stream: Stream, end: End): Ruling => {
  const placed = placedOf(entries)[stream.egress ? 'egress' : 'ingress']
  const areas = placed.flatMap(({ area }) => area ?? [])
  const cells = blocksOfEnd(end).flatMap(block => cellsOf({ block, ports: stream.ports }, areas))
  return summed(
    cells.map(cell => decidingOn(placed, cell)),
    stream,
    end,
  )
}

/** The entry that decides; one that cannot be read where it would say otherwise than the next that can. */
const decidingOn = (placed: readonly Placed[], cell: Area): Placed | undefined => {
  const at = placed.findIndex(({ area }) => area && contains(area, cell))
  const first = placed[at]
  const before = at < 0 ? placed : placed.slice(0, at)
  const dark = before.find(({ entry, area }) => !area && entry.allow !== (first?.entry.allow ?? false))
  return dark ?? first
}

type BothWays = Readonly<Record<'egress' | 'ingress', readonly Placed[]>>

const known = new WeakMap<readonly NetworkAclEntry[], BothWays>()

/** The entries in the order in which they count, read once for all questions. */
const placedOf = (entries: readonly NetworkAclEntry[]): BothWays => {
  const found = known.get(entries)
  if (found) return found
  const sorted = entries.toSorted((a, b) => a.number - b.number)
  const placed = {
    egress: sorted.filter(entry => entry.egress).flatMap(place),
    ingress: sorted.filter(entry => !entry.egress).flatMap(place),
  }
  known.set(entries, placed)
  return placed
}

/** An entry about TCP; one whose block or ports cannot be read may be about anything. */
const place = (entry: NetworkAclEntry): readonly Placed[] => {
  const ports = tcpPorts(entry.protocol, entry.ports)
  if (!ports) return []
  const isDark = isUnreadable(entry.protocol, entry.ports)
  const block: Block | undefined = isDark ? undefined : parseBlock(entry.cidr)
  return [{ entry, ...(block && { area: { block, ports } }) }]
}

const summed = (deciding: readonly (Placed | undefined)[], stream: Stream, end: End): Ruling => {
  const dark = deciding.find(one => one && !one.area)
  if (dark) return darkRuling(dark, stream)
  const shut = deciding.filter(one => !one?.entry.allow)
  if (shut.length === 0) return { verdict: 'open', ...ruled(deciding[0], stream) }
  const [denying] = shut
  const what = `${stream.what} ${endText(end)}`
  const rule = ruled(denying, stream)
  if (shut.length === deciding.length)
    return { verdict: 'blocked', ...rule, reason: `${ruleName(denying)} denies ${what}` }
  const reason = `${ruleName(denying)} denies a part of ${what}`
  return { verdict: 'unknown', ...rule, reason, look: 'whether that part is used' }
}

const darkRuling = (dark: Placed, stream: Stream): Ruling => {
  const { number, cidr } = dark.entry
  const reason = `what its rule ${number} is about, ${cidr}, cannot be read`
  return { verdict: 'unknown', ...ruled(dark, stream), reason, look: `rule ${number}` }
}

/**
 * AWS shows the last rules, which deny the rest of each family, as `*`.
 *
 * aws: https://docs.aws.amazon.com/vpc/latest/userguide/default-network-acl.html
 */
const ruleName = (placed: Placed | undefined): string => {
  const { number } = placed?.entry ?? {}
  return number === undefined || number >= 32_767 ? 'rule *' : `rule ${number}`
}

const ruled = (placed: Placed | undefined, { egress }: Stream): { readonly rule: string } => {
  if (!placed) return { rule: `rule * denies all ${egress ? 'out' : 'in'}` }
  const { entry } = placed
  const isDark = isUnreadable(entry.protocol, entry.ports)
  const ports = isDark ? entry.ports : tcpPorts(entry.protocol, entry.ports)
  const what = isAll(entry.protocol) || !ports ? 'all traffic' : `tcp ${portsText(ports)}`
  const verb = entry.allow ? 'allows' : 'denies'
  return { rule: `${ruleName(placed)} ${verb} ${what} ${egress ? 'to' : 'from'} ${entry.cidr}` }
}
