import { describe, expect, it } from 'vitest'
import { affectedBy, subjectOf } from '../../../src/core/audit/subject.ts'
import type { AllRecords, Kind } from '../../../src/core/index.ts'
import { DB, healthyWorld, WEB } from '../../support/healthy.ts'
import { ENDPOINT_ACL, ENDPOINT_GROUP, ENDPOINTS, NODE_SUBNET, VPC } from '../../support/healthy-network.ts'

const THINGS: readonly (readonly [Kind, string, string])[] = [
  ['vpcs', VPC, 'vpc'],
  ['vpcDns', VPC, 'vpc'],
  ['subnets', NODE_SUBNET, 'subnet'],
  ['securityGroups', ENDPOINT_GROUP, 'securityGroup'],
  ['networkAcls', ENDPOINT_ACL, 'networkAcl'],
  ['vpcEndpoints', ENDPOINTS.kms, 'vpcEndpoint'],
]

const faultOf = (resource: string): AllRecords['networkFaults'] => ({
  id: `any/${resource}`,
  kind: 'network acl',
  resource,
  resources: [resource],
  services: ['kms'],
  nodes: [DB],
  blocked: [],
})

describe('the subject of a finding', () => {
  it.each(THINGS)('of %s is the thing itself, which by itself hurts nobody', (each, id, kind) => {
    const world = healthyWorld()
    const record = world.records[each as 'vpcs'][id]
    expect(record).toBeDefined()
    expect(subjectOf(world, each, id, record)).toEqual({ kind, id })
    expect(affectedBy(world, each, id, record)).toEqual([])
  })

  it('on a path is its node, as it is for a check that runs on the node', () => {
    const world = healthyWorld()
    const record = { node: WEB, service: 'logs' } as AllRecords['networkPaths']
    const onNode = subjectOf(world, 'judgedNodes', WEB, {
      id: WEB,
      arn: `arn:aws:ec2:ap-southeast-1:123456789012:instance/${WEB}`,
    })
    expect(subjectOf(world, 'networkPaths', `${WEB}/logs`, record)).toEqual(onNode)
    expect(affectedBy(world, 'networkPaths', `${WEB}/logs`, record)).toEqual([WEB])
  })

  it.each([
    ['vpce-0a7', 'vpcEndpoint'],
    ['vpc-0a7', 'vpc'],
    ['sg-0a7', 'securityGroup'],
    ['acl-0a7', 'networkAcl'],
    ['subnet-0a7', 'subnet'],
    ['i-0a7', 'instance'],
  ])('at fault on the way is told by its id: %s is a %s', (id, kind) => {
    expect(subjectOf(healthyWorld(), 'networkFaults', `x/${id}`, faultOf(id))).toEqual({ kind, id })
    expect(affectedBy(healthyWorld(), 'networkFaults', `x/${id}`, faultOf(id))).toEqual([DB])
  })
})
