import type { AllRecords, Kind } from '../kinds.ts'
import type { Subject, SubjectKind } from '../report.ts'
import type { World } from '../snapshot.ts'
import { viewOf } from '../views.ts'

const SUBJECT_KINDS: Partial<Record<Kind, SubjectKind>> = {
  preferences: 'document',
  preferencesDocuments: 'document',
  sessionDocuments: 'document',
  managedNodes: 'managedNode',
  instances: 'instance',
  instanceProfiles: 'instanceProfile',
  roles: 'role',
  nodeRoles: 'role',
  policies: 'policy',
  logGroups: 'logGroup',
  logDestinations: 'logGroup',
  buckets: 'bucket',
  s3Destinations: 'bucket',
  keys: 'key',
  sessionKeys: 'key',
  regions: 'region',
  simulations: 'role',
  activations: 'activation',
  policyVersions: 'policy',
  vpcs: 'vpc',
  vpcDns: 'vpc',
  subnets: 'subnet',
  securityGroups: 'securityGroup',
  networkAcls: 'networkAcl',
  vpcEndpoints: 'vpcEndpoint',
}

/** What a finding is about, by the record that the check ran on. */
export const subjectOf = (world: World, each: Kind, id: string, record: unknown): Subject => {
  if (each === 'simulations') {
    const { role, roleArn } = record as AllRecords['simulations']
    return { kind: 'role', id: role, arn: roleArn }
  }
  if (each === 'operators') return principal(id)
  if (each === 'waivers') return { kind: 'config', id: 'waivers' }
  if (each === 'networkPaths') return nodeSubject(world, (record as AllRecords['networkPaths']).node)
  if (each === 'networkFaults') return thing((record as AllRecords['networkFaults']).resource)
  const arn = (record as { arn?: string }).arn ?? (record as { bucketArn?: string }).bucketArn
  const kind =
    each === 'judgedNodes' || each === 'namedNodes' ? nodeKind(id) : (SUBJECT_KINDS[each] ?? 'config')
  const name = each === 's3Destinations' ? (record as AllRecords['s3Destinations']).bucket : id
  return { kind, id: name, ...(arn !== undefined && { arn }) }
}

/** A principal by its ARN; a pattern for several is named by its last part too. */
const principal = (arn: string): Subject => ({
  kind: arn.includes(':user/') ? 'user' : 'role',
  id: arn.split('/').at(-1) as string,
  arn,
})

const nodeKind = (id: string): SubjectKind => (id.startsWith('mi-') ? 'managedNode' : 'instance')

/** The same subject as that of a check which runs on the node itself. */
const nodeSubject = (world: World, id: string): Subject => {
  const arn = viewOf(world, 'judgedNodes').records[id]?.arn
  return { kind: nodeKind(id), id, ...(arn !== undefined && { arn }) }
}

const THINGS: Readonly<Record<string, SubjectKind>> = {
  i: 'instance',
  vpc: 'vpc',
  vpce: 'vpcEndpoint',
  subnet: 'subnet',
  sg: 'securityGroup',
  acl: 'networkAcl',
}

/** A thing of the network says by the beginning of its id what it is. */
const thing = (id: string): Subject => ({ kind: THINGS[id.split('-', 1)[0] as string] ?? 'config', id })

/** Whom a thing of the network hurts is told by the paths that lead through it, not by the thing. */
const NETWORK: ReadonlySet<Kind> = new Set([
  'vpcs',
  'vpcDns',
  'subnets',
  'securityGroups',
  'networkAcls',
  'vpcEndpoints',
])

/** The nodes that a subject's fault hurts unless the check says otherwise: its own, or every judged node. */
export const affectedBy = (world: World, each: Kind, id: string, record: unknown): readonly string[] => {
  if (each === 'judgedNodes' || each === 'instances' || each === 'managedNodes') return [id]
  if (each === 'regions' || each === 'operators' || each === 'waivers' || NETWORK.has(each)) return []
  if (each === 'nodeRoles') return (record as AllRecords['nodeRoles']).nodes.map(node => node.id)
  if (each === 'networkPaths') return [(record as AllRecords['networkPaths']).node]
  if (each === 'networkFaults') return (record as AllRecords['networkFaults']).nodes
  return Object.keys(viewOf(world, 'judgedNodes').records)
}
