import type { Cause, FactorKind, NetworkFault } from '../../src/core/index.ts'

/** The checks on the things of a network, by the kind of factor that they judge. */
const CHECK_OF: Readonly<Partial<Record<FactorKind, string>>> = {
  'vpc dns': 'network/vpc-dns',
  'private dns': 'network/endpoint-private-dns',
  'endpoint state': 'network/endpoint-available',
  'endpoint group': 'network/endpoint-security-group',
  'endpoint policy': 'network/endpoint-policy',
  'node group': 'network/node-egress',
  'network acl': 'network/acl',
}

export const FACTOR_CHECKS: readonly string[] = Object.values(CHECK_OF)

/** The finding on the thing that blocks; none for what has no check of its own: a route, a gateway, an address. */
export const causeBy = ({ kind, resource }: Pick<NetworkFault, 'kind' | 'resource'>): Cause | undefined => {
  const check = CHECK_OF[kind]
  return check === undefined ? undefined : { check, subject: resource }
}
