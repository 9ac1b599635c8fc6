import { hopsOf, type Evidence, type Factor, type NetworkFault } from '../../src/core/index.ts'

/** The rule that closes a way, what it would have to be, and the way of one of the nodes. */
export const faultEvidence = (fault: NetworkFault, needed: readonly string[]): readonly Evidence[] => {
  const [blocked] = fault.blocked
  if (!blocked) return []
  const { factor, path, nodes } = blocked
  const node = nodes[0] ?? ''
  return [
    ...ruleOf(factor),
    ...needed.map(value => ({ label: 'needed', value, source: servicesOf(fault) })),
    { label: 'path', value: hopsOf(node, path), source: `${path.subnetId} of ${path.vpcId}` },
    ...path.notes.map(value => ({ label: 'note', value, source: path.vpcId })),
  ]
}

const ruleOf = ({ rule, reason, resource }: Factor): readonly Evidence[] => {
  const value = rule ?? reason
  return value === undefined ? [] : [{ label: 'decides', value, source: resource }]
}

const servicesOf = ({ services }: NetworkFault): string => `the way to ${services.join(', ')}`
