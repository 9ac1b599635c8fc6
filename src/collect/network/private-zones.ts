import { ListHostedZonesByVPCCommand, type VPCRegion } from '@aws-sdk/client-route-53'
import type { PrivateZones, RouteTable, RouteTargetKind, VpcEndpoint } from '../../core/records.ts'
import { ask, everyPage } from '../ask.ts'
import { passedOn, readEach, withGaps, wholeGaps } from '../loaded.ts'
import { declaredIn, namedIn, type NamingField } from '../names.ts'
import type { RegionCollector, RegionSource } from '../source.ts'
import { vpcGap } from './foreign-vpcs.ts'

const ZONES = 'route53:ListHostedZonesByVPC'

/**
 * The private zones of VPCs in which an endpoint that sessions need has private DNS off, or is wanting where routes lead
 * to other networks: a zone may stand in for it, or lead to the endpoint of a central network.
 */
export const privateZones: RegionCollector<'privateZones'> = {
  actions: [ZONES],
  startsFrom: ['vpcEndpoints', 'routeTables', 'vpcs', 'preferencesDocuments'],
  load: async source => {
    const [endpoints, tables, vpcs, services] = await Promise.all([
      source.load('vpcEndpoints'),
      source.load('routeTables'),
      source.load('vpcs'),
      neededServices(source),
    ])
    const all = Object.values(endpoints.records)
    const asleep = all.filter(one => isAsleep(one) && services.has(serviceOf(one)))
    const connected = Object.values(tables.records).filter(leadsElsewhere)
    const central = connected.filter(({ vpcId }) => lacks(vpcId, services, all))
    const loaded = await readEach(
      'privateZones',
      [...asleep, ...central].map(one => one.vpcId),
      [ZONES],
      vpcId => zones(source, vpcId),
      vpcGap('privateZones', ZONES, source, vpcs),
    )
    return withGaps(passedOn('privateZones', wholeGaps([endpoints]), 'no ids'), loaded)
  },
}

const isAsleep = ({ type, state, privateDns }: VpcEndpoint): boolean =>
  type === 'Interface' && state === 'available' && !privateDns

const ELSEWHERE: ReadonlySet<RouteTargetKind> = new Set([
  'peering connection',
  'transit gateway',
  'virtual private gateway',
  'core network',
])

const leadsElsewhere = ({ routes }: RouteTable): boolean =>
  routes.some(({ target }) => ELSEWHERE.has(target.kind))

/** Whether a needed service has no endpoint in the VPC to which its names lead. */
const lacks = (vpcId: string, services: ReadonlySet<string>, all: readonly VpcEndpoint[]): boolean => {
  const own = all.filter(one => one.vpcId === vpcId && (one.privateDns || one.type === 'Gateway'))
  const served = new Set(own.map(serviceOf))
  return [...services].some(service => !served.has(service))
}

const serviceOf = ({ serviceName }: VpcEndpoint): string =>
  serviceName.slice(serviceName.lastIndexOf('.') + 1)

/** Where the preferences cannot be read, any of them may be needed. */
const neededServices = async (source: RegionSource): Promise<ReadonlySet<string>> => {
  const documents = await source.load('preferencesDocuments')
  const unread = documents.gaps.length > 0
  const needs = (service: string, field: NamingField): readonly string[] => {
    const names = [...namedIn(documents, inputs => inputs[field]), ...declaredIn(source.declared, field)]
    return unread || names.length > 0 ? [service] : []
  }
  return new Set([
    'ssm',
    'ssmmessages',
    ...needs('logs', 'cloudWatchLogGroupName'),
    ...needs('s3', 's3BucketName'),
    ...needs('kms', 'kmsKeyId'),
  ])
}

const zones = async ({ clients, region }: RegionSource, VPCId: string): Promise<PrivateZones> => {
  const found = await everyPage(ZONES, async NextToken => {
    // The SDK's list of Regions is older than some of them.
    const input = { VPCId, VPCRegion: region as VPCRegion, ...(NextToken && { NextToken }) }
    const answer = await ask(ZONES, ['HostedZoneSummaries'], () =>
      clients.route53.send(new ListHostedZonesByVPCCommand(input)),
    )
    return { items: answer.HostedZoneSummaries, next: answer.NextToken }
  })
  return { vpcId: VPCId, names: found.flatMap(({ Name }) => (Name ? [Name.replace(/\.$/, '')] : [])) }
}
