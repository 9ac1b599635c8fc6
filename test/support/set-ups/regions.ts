import { withoutClosed } from '../../../src/cli/closed-regions.ts'
import type { World } from '../../../src/core/index.ts'
import { BUCKET, healthyWorld, policyDocument, REGION, TLS_ONLY } from '../healthy.ts'
import type { BreakableWorld } from '../mutable.ts'
import { withoutNodes } from './parts.ts'
import { eachNode, WELL, type Row } from './set-up.ts'

/** The healthy account in another partition and Region; Default Host Management is not known there. */
const inPartition = (partition: string, region: string, suffix: string): BreakableWorld => {
  const text = JSON.stringify(healthyWorld())
    .replaceAll('arn:aws:', `arn:${partition}:`)
    .replaceAll(REGION, region)
    .replaceAll(`logs.${region}.amazonaws.com`, `logs.${region}.${suffix}`)
    .replaceAll('ec2.amazonaws.com', `ec2.${suffix}`)
  const world: BreakableWorld = JSON.parse(text)
  world.scope.partition = partition
  world.records.serviceSettings = {}
  return world
}

/** Some endpoints of China are named with a prefix of their own. */
const inChina = (region: string): BreakableWorld => {
  const world = inPartition('aws-cn', region, 'amazonaws.com.cn')
  for (const endpoint of Object.values(world.records.vpcEndpoints))
    if (/\.(ssm|ssmmessages|kms)$/.test(endpoint.serviceName))
      endpoint.serviceName = `cn.${endpoint.serviceName}`
  return world
}

export const GOVCLOUD: Row = Object.fromEntries(
  ['us-gov-west-1', 'us-gov-east-1'].map(region => [
    region,
    { worlds: () => [inPartition('aws-us-gov', region, 'amazonaws.com')], outcomes: eachNode(WELL) },
  ]),
)

export const CHINA: Row = Object.fromEntries(
  ['cn-north-1', 'cn-northwest-1'].map(region => [
    region,
    { worlds: () => [inChina(region)], outcomes: eachNode(WELL) },
  ]),
)

const EMPTY = ['eu-north-1', 'eu-west-1', 'sa-east-1', 'us-east-1', 'us-west-2']

/** A Region without anything of Session Manager. */
const emptyRegion = (region: string): BreakableWorld => {
  const world = healthyWorld()
  world.scope.region = region
  withoutNodes(world)
  Object.assign(world.records, { preferencesDocuments: {}, logGroups: {}, keys: {}, agentUpdates: {} })
  return world
}

export const EMPTY_REGIONS: Row = {
  'five Regions have nothing, a sixth is in use': {
    worlds: () => [healthyWorld(), ...EMPTY.map(emptyRegion)],
    tells: EMPTY.map(region => `info report/empty-region ${region}`),
    outcomes: eachNode(WELL),
  },
  'preferences were once set up where no node is': {
    worlds: () => {
      const world = healthyWorld()
      withoutNodes(world)
      Object.assign(world.records, { logGroups: {}, keys: {}, keyPolicies: {}, agentUpdates: {} })
      return [world]
    },
    outcomes: {},
  },
}

/** A bucket for the organization alone: whether the account belongs to it, nobody here may ask. */
const forTheOrganization = (): BreakableWorld => {
  const world = healthyWorld()
  const [objects, organization] = [`arn:aws:s3:::${BUCKET}/*`, { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' }]
  const every = { Principal: '*', Action: 's3:PutObject', Resource: objects }
  world.records.bucketPolicies[BUCKET] = {
    bucket: BUCKET,
    document: policyDocument([
      TLS_ONLY,
      { Effect: 'Allow', ...every, Condition: { StringEquals: organization } },
    ]),
  }
  return world
}

export const NO_ORGANIZATIONS: Row = {
  'service control policies and the organization were never read': {
    worlds: () => [forTheOrganization()],
    outcomes: eachNode(WELL),
  },
}

const CLOSED =
  'AccessDeniedException: User is not authorized to perform this action with an explicit deny in a service control policy'

/** A Region in which the organization lets nobody do anything. */
const closedRegion = (region: string): World => ({
  scope: { ...healthyWorld().scope, region },
  records: {},
  gaps: (['preferencesDocuments', 'managedNodes', 'instances'] as const).map(kind => ({
    kind,
    reason: CLOSED,
    actions: ['ssm:DescribeInstanceInformation'],
  })),
})

export const CLOSED_REGIONS: Row = {
  'every Region is read, two are closed': {
    worlds: () => withoutClosed([closedRegion('me-south-1'), healthyWorld(), closedRegion('af-south-1')]),
    outcomes: eachNode(WELL),
  },
}
