import { beforeEach, describe, expect, it } from 'vitest'
import { linesOf, readOne } from '../reading.ts'
import { deny, hurry, offline, recorded, refuse, startWire, type Wire } from '../wire.ts'

offline()

let wire: Wire
beforeEach(() => {
  wire = startWire()
})

const VPC = 'vpc-0123456789abcdef0'

const shared = (): void =>
  wire.on('ec2:DescribeVpcs', (call, nth) => {
    const found = recorded(call, nth)
    return typeof found === 'string'
      ? found
      : { ...found, body: found.body.replace('<ownerId>123456789012<', '<ownerId>210987654321<') }
  })

const ZONES = `privateZones ${VPC} route53:ListHostedZonesByVPC`
const DNS = `vpcDns ${VPC} ec2:DescribeVpcAttribute`

describe('what is refused of a VPC', () => {
  beforeEach(() => {
    wire.on('ec2:DescribeVpcAttribute', deny)
    wire.on('route53:ListHostedZonesByVPC', deny)
  })

  it('of another account is that account’s business', async () => {
    shared()
    const { gaps } = await readOne(['vpcDns', 'privateZones'])
    expect(linesOf(gaps).toSorted()).toEqual([`${ZONES} foreign`, `${DNS} foreign`])
  })

  it('of the account itself is a failed read', async () => {
    const { gaps } = await readOne(['vpcDns', 'privateZones'])
    expect(linesOf(gaps).toSorted()).toEqual([ZONES, DNS])
  })

  it('of another account is a failed read where it was not refused', async () => {
    hurry()
    shared()
    wire.on('ec2:DescribeVpcAttribute', refuse('InternalError', 500))
    const { gaps } = await readOne(['vpcDns'])
    expect(linesOf(gaps)).toEqual([DNS])
  })
})
