import { beforeEach, describe, expect, it } from 'vitest'
import type { Instance } from '../../src/core/records.ts'
import { readOne } from './reading.ts'
import { offline, recorded, startWire, type Wire } from './wire.ts'
import { page } from './network/answers.ts'

offline()

let wire: Wire
beforeEach(() => {
  wire = startWire()
})

const TOLD = `<vpcId>vpc-7</vpcId><subnetId>subnet-7</subnetId><privateIpAddress>10.7.0.7</privateIpAddress>
  <ipAddress>203.0.113.7</ipAddress><groupSet><item><groupId>sg-8</groupId></item><item><groupId>sg-7</groupId></item></groupSet>`

const account = (interfaces: readonly string[], told = TOLD): void =>
  wire.on('ec2:DescribeInstances', () =>
    page('DescribeInstances', 'reservationSet', [
      `<instancesSet><item><instanceId>i-7</instanceId><instanceState><name>running</name></instanceState>${told}
       <networkInterfaceSet>${interfaces.map(one => `<item>${one}</item>`).join('')}</networkInterfaceSet></item></instancesSet>`,
    ]),
  )

const attached = (device: number, card = 0): string =>
  `<attachment><deviceIndex>${device}</deviceIndex><networkCardIndex>${card}</networkCardIndex></attachment>`

const bare = (id: string): string =>
  `<networkInterfaceId>${id}</networkInterfaceId><subnetId>subnet-7</subnetId>`

const interfaces = async (): Promise<Instance['interfaces']> =>
  (await readOne(['instances'])).records.instances?.['i-7']?.interfaces

describe('the interfaces of an instance', () => {
  it('are filled up by what is told of the instance, the primary one alone', async () => {
    account([bare('eni-2') + attached(1), bare('eni-1') + attached(0)])
    expect(await interfaces()).toEqual([
      {
        id: 'eni-1',
        subnetId: 'subnet-7',
        groupIds: ['sg-7', 'sg-8'],
        addresses: ['10.7.0.7'],
        publicAddresses: ['203.0.113.7'],
        primary: true,
      },
      { id: 'eni-2', subnetId: 'subnet-7', groupIds: [], addresses: [], publicAddresses: [] },
    ])
  })

  it('keep what is told of themselves', async () => {
    const own = `<groupSet><item><groupId>sg-1</groupId></item></groupSet><privateIpAddress>10.7.0.1</privateIpAddress>
      <privateIpAddressesSet><item><privateIpAddress>10.7.0.1</privateIpAddress><association><publicIp>203.0.113.1</publicIp></association></item></privateIpAddressesSet>`
    account([bare('eni-1') + own + attached(0)])
    expect(await interfaces()).toEqual([
      {
        id: 'eni-1',
        subnetId: 'subnet-7',
        groupIds: ['sg-1'],
        addresses: ['10.7.0.1'],
        publicAddresses: ['203.0.113.1'],
        primary: true,
      },
    ])
  })

  it('have no public address where none is told', async () => {
    account([bare('eni-1') + attached(0)], '<vpcId>vpc-7</vpcId>')
    expect(await interfaces()).toEqual([
      {
        id: 'eni-1',
        subnetId: 'subnet-7',
        groupIds: [],
        addresses: [],
        publicAddresses: [],
        primary: true,
      },
    ])
  })

  it('are primary by device and card', async () => {
    account([bare('eni-1') + attached(0, 1), bare('eni-3') + attached(1), bare('eni-9') + attached(0)])
    expect((await interfaces())?.map(({ id, primary }) => [id, primary])).toEqual([
      ['eni-9', true],
      ['eni-3', undefined],
      ['eni-1', undefined],
    ])
  })

  it.each([
    ['id', '<subnetId>subnet-7</subnetId>'],
    ['subnet', '<networkInterfaceId>eni-1</networkInterfaceId>'],
  ])('make the instance a gap where one has no %s', async (_, odd) => {
    account([bare('eni-2') + attached(0), odd + attached(1)])
    const { records, gaps } = await readOne(['instances'])
    expect(records.instances).toEqual({})
    expect(gaps).toEqual([
      {
        kind: 'instances',
        id: 'i-7',
        reason: 'malformed answer: it holds an interface without its id or subnet',
        actions: ['ec2:DescribeInstances'],
      },
    ])
  })

  it('are none where the answer has none, as of an instance that is gone', async () => {
    account([])
    expect(await interfaces()).toBeUndefined()
  })
})

describe('an instance that a service operates', () => {
  it('is told to be so', async () => {
    wire.on('ec2:DescribeInstances', (call, nth) => {
      const found = recorded(call, nth)
      if (typeof found === 'string') return found
      return { ...found, body: found.body.replace('<managed>false<', '<managed>true<') }
    })
    const { records } = await readOne(['instances'])
    expect(Object.values(records.instances ?? {}).map(one => one.operatedByService)).toEqual([true])
  })
})
