import type { PortRange } from '../records.ts'

/** All ports of TCP. */
export const ALL_PORTS: PortRange = { from: 0, to: 65_535 }

/**
 * The TCP ports that a rule is about; undefined where it is about none.
 *
 * aws: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
 */
export const tcpPorts = (protocol: string, ports: PortRange | undefined): PortRange | undefined => {
  if (isAll(protocol)) return ALL_PORTS
  if (protocol !== 'tcp' && protocol !== '6') return undefined
  return !ports || ports.from === -1 || isReversed(ports) ? ALL_PORTS : ports
}

/** Whether a rule is about all protocols, whatever ports stand beside it. */
export const isAll = (protocol: string): boolean => protocol === '-1' || protocol === 'all'

/** Whether nobody can tell which ports of TCP a rule is about: it may be about any. */
export const isUnreadable = (protocol: string, ports: PortRange | undefined): boolean =>
  !isAll(protocol) && ports !== undefined && ports.from !== -1 && isReversed(ports)

const isReversed = ({ from, to }: PortRange): boolean => from > to

/** Ports as people write them. */
export const portsText = ({ from, to }: PortRange): string => (from === to ? String(from) : `${from}-${to}`)
