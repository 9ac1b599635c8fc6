import { xml } from '../wire.ts'
import type { WireAnswer } from '../../support/moto/faults.ts'

/** An answer of EC2 with this inside. */
export const described = (operation: string, inside: string): WireAnswer =>
  xml(`<${operation}Response><requestId>r</requestId>${inside}</${operation}Response>`)

/** One page of a describe call: its list, and the token of the page that follows. */
export const page = (operation: string, list: string, items: readonly string[], next?: string): WireAnswer =>
  described(
    operation,
    `<${list}>${items.map(item => `<item>${item}</item>`).join('')}</${list}>${next === undefined ? '' : `<nextToken>${next}</nextToken>`}`,
  )

/** A running instance with one interface in a VPC. */
export const nodeIn = (id: string, vpc: string, group = 'sg-1'): string =>
  `<instancesSet><item><instanceId>${id}</instanceId><instanceState><name>running</name></instanceState>
  <vpcId>${vpc}</vpcId><subnetId>subnet-of-${vpc}</subnetId><networkInterfaceSet><item>
    <networkInterfaceId>eni-of-${id}</networkInterfaceId><subnetId>subnet-of-${vpc}</subnetId><vpcId>${vpc}</vpcId>
    <groupSet><item><groupId>${group}</groupId></item></groupSet>
  </item></networkInterfaceSet></item></instancesSet>`
