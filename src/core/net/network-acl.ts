import type { NetworkAcl, NetworkAclEntry, PortRange } from '../records.ts'
import { parseBlock, type Block } from './cidr.ts'
import { blocksOfEnd, endText, type End } from './end.ts'
import { portsText, tcpPorts } from './ports.ts'
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
  const placed = entries
    .filter(entry => entry.egress === stream.egress)
    .toSorted((a, b) => a.number - b.number)
    .flatMap(place)
  const areas = placed.flatMap(({ area }) => area ?? [])
  const cells = blocksOfEnd(end).flatMap(block => cellsOf({ block, ports: stream.ports }, areas))
  const deciding = cells.map(cell => placed.find(({ area }) => !area || contains(area, cell)))
  return summed(deciding, stream, end)
}

/** An entry about TCP; one whose block cannot be read may be about anything. */
const place = (entry: NetworkAclEntry): readonly Placed[] => {
  const ports = tcpPorts(entry.protocol, entry.ports)
  if (!ports) return []
  const block: Block | undefined = parseBlock(entry.cidr)
  return [{ entry, ...(block && { area: { block, ports } }) }]
}

const summed = (deciding: readonly (Placed | undefined)[], stream: Stream, end: End): Ruling => {
  const first = deciding[0]
  const dark = deciding.find(one => one && !one.area)
  if (dark)
    return {
      verdict: 'unknown',
      ...ruled(dark, stream),
      reason: `the block of its rule ${dark.entry.number}, ${dark.entry.cidr}, cannot be read`,
      look: `rule ${dark.entry.number}`,
    }
  const shut = deciding.filter(one => !one?.entry.allow)
  if (shut.length === 0) return { verdict: 'open', ...ruled(first, stream) }
  const [denying] = shut
  const said = `${ruleName(denying)} denies ${stream.what} ${endText(end)}`
  if (shut.length === deciding.length) return { verdict: 'blocked', ...ruled(denying, stream), reason: said }
  return {
    verdict: 'unknown',
    ...ruled(denying, stream),
    reason: `${ruleName(denying)} denies a part of ${stream.what} ${endText(end)}`,
    look: `whether that part is used`,
  }
}

/** AWS shows the last rule, which denies the rest, as `*`. */
const ruleName = (placed: Placed | undefined): string => {
  const { number } = placed?.entry ?? {}
  return number === undefined || number === 32_767 ? 'rule *' : `rule ${number}`
}

const ruled = (placed: Placed | undefined, { egress }: Stream): { readonly rule: string } => {
  if (!placed) return { rule: `rule * denies all ${egress ? 'out' : 'in'}` }
  const { entry } = placed
  const ports = tcpPorts(entry.protocol, entry.ports)
  const what = entry.protocol === '-1' || !ports ? 'all traffic' : `tcp ${portsText(ports)}`
  const verb = entry.allow ? 'allows' : 'denies'
  return { rule: `${ruleName(placed)} ${verb} ${what} ${egress ? 'to' : 'from'} ${entry.cidr}` }
}
