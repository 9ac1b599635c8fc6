import type { PortRange } from '../records.ts'

/** All ports of TCP. */
export const ALL_PORTS: PortRange = { from: 0, to: 65_535 }

/**
 * The TCP ports that a rule is about; undefined where it is about none.
 *
 * aws: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
 */
export const tcpPorts = (protocol: string, ports: PortRange | undefined): PortRange | undefined => {
  if (protocol === '-1' || protocol === 'all') return ALL_PORTS
  if (protocol !== 'tcp' && protocol !== '6') return undefined
  if (!ports || ports.from === -1) return ALL_PORTS
  return ports.from <= ports.to ? ports : undefined
}

/** Ports as people write them. */
export const portsText = ({ from, to }: PortRange): string => (from === to ? String(from) : `${from}-${to}`)
