import type { Change, Local, SetPrivateDns, SetVpcDns } from '../changes/change.ts'
import { recordsOf, type World } from '../snapshot.ts'
import type { Lowered } from './lowered.ts'
import { unread } from './unread.ts'

type DnsFix = Local<SetPrivateDns> | Local<SetVpcDns>

/** Turns what checks ask of DNS into changes of this world's Region; what is so already needs none. */
export const lowerDns = (world: World, fixes: readonly DnsFix[]): Lowered => {
  const changes: Change[] = []
  const refused = fixes.flatMap(fix => {
    const reason = fix.type === 'set-vpc-dns' ? vpcReason(world, fix) : endpointReason(world, fix, changes)
    if (reason === undefined && !isSo(world, fix)) changes.push({ ...fix, region: world.scope.region })
    return reason === undefined ? [] : [{ fix, reason }]
  })
  return { changes, refused }
}

const isSo = (world: World, fix: DnsFix): boolean =>
  fix.type === 'set-vpc-dns'
    ? recordsOf(world, 'vpcDns')[fix.vpcId]?.[fix.attribute] === fix.to
    : recordsOf(world, 'vpcEndpoints')[fix.endpointId]?.privateDns === fix.to

const vpcReason = (world: World, { vpcId }: Local<SetVpcDns>): string | undefined =>
  unread(world, 'vpcDns', vpcId, `the DNS attributes of ${vpcId}`)

/** aws: https://docs.aws.amazon.com/vpc/latest/privatelink/manage-dns-names.html */
const endpointReason = (
  world: World,
  { endpointId, to }: Local<SetPrivateDns>,
  picked: readonly Change[],
): string | undefined => {
  const reason = unread(world, 'vpcEndpoints', endpointId, `endpoint ${endpointId}`)
  const endpoint = recordsOf(world, 'vpcEndpoints')[endpointId]
  if (reason !== undefined || !endpoint || !to) return reason
  const rival = Object.values(recordsOf(world, 'vpcEndpoints')).find(
    one =>
      one.id !== endpointId &&
      one.vpcId === endpoint.vpcId &&
      one.serviceName === endpoint.serviceName &&
      (one.privateDns || picked.some(change => isTurnedOn(change, one.id))),
  )
  return rival && `endpoint ${rival.id} has the private names of this service in ${endpoint.vpcId}`
}

const isTurnedOn = (change: Change, endpointId: string): boolean =>
  change.type === 'set-private-dns' && change.endpointId === endpointId
