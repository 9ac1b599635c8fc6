import type { Instance, ManagedNode } from '../records.ts'

/**
 * Whether a hybrid node is an EC2 instance: it has the instance's address, and the name that EC2 makes of it or of the id.
 *
 * aws: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-dns.html
 */
export const isSameMachine = (
  { id, state, interfaces }: Instance,
  { id: node, computerName = '', ipAddress }: ManagedNode,
): boolean => {
  const own = interfaces?.flatMap(one => one.addresses) ?? []
  const host = computerName.toLowerCase().split('.')[0] ?? ''
  const named = host === id || own.some(address => host === `ip-${address.replaceAll('.', '-')}`)
  return (
    node.startsWith('mi-') &&
    state === 'running' &&
    ipAddress !== undefined &&
    own.includes(ipAddress) &&
    named
  )
}

/** The hybrid node as which an EC2 instance is registered, if it is one. */
export const hybridTwin = (
  instance: Instance,
  nodes: Readonly<Record<string, ManagedNode>>,
): ManagedNode | undefined => Object.values(nodes).find(node => isSameMachine(instance, node))
