import { blocked, type Leg } from './factors.ts'
import { lookAt } from './look.ts'
import type { Quest } from './public-way.ts'
import type { SecurityGroupRule } from '../records.ts'

/** A node whose groups let no 443 out to anybody: whatever way there may be, it is closed. */
export const withoutAnyWay = ({ network, host }: Quest): Leg | undefined => {
  const looks = (host.groupIds ?? []).map(id => lookAt(network.reading, 'securityGroups', id).record)
  const groups = looks.flatMap(group => group ?? [])
  if (groups.length === 0 || groups.length < looks.length) return undefined
  if (groups.some(group => group.rules.some(letsHttpsOut))) return undefined
  const factor = blocked('node group', groups[0]?.id as string, 'no rule lets 443 out')
  return { way: { kind: 'unknown' }, factors: [factor], leads: true }
}

const letsHttpsOut = ({ direction, protocol, ports }: SecurityGroupRule): boolean =>
  direction === 'egress' &&
  (protocol === '-1' ||
    (['6', 'tcp'].includes(protocol) && (!ports || (ports.from <= 443 && ports.to >= 443))))
