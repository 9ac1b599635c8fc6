import { beforeEach, describe, expect, it } from 'vitest'
import { numbered } from './iam-account.ts'
import { linesOf, readOne } from './reading.ts'
import { deny, json, offline, recorded, startWire, type Wire } from './wire.ts'
import { nodeIn, page } from './network/answers.ts'

offline()

let wire: Wire
beforeEach(() => {
  wire = startWire()
})

const ID = 'i-02573cafcfEXAMPLE'

const params = (operation: string): readonly Record<string, unknown>[] =>
  wire.calls.filter(call => call.operation === operation).map(call => call.params)

const managed = (nodes: readonly Readonly<Record<string, string | number>>[]): void =>
  wire.on('ssm:DescribeInstanceProperties', () => json({ InstanceProperties: nodes }))

describe('the instances that are impaired', () => {
  it('have what either check says', async () => {
    const { records } = await readOne(['impairedInstances'])
    expect(records.impairedInstances).toEqual({ [ID]: { id: ID, system: 'ok', instance: 'impaired' } })
    expect(
      params('DescribeInstanceStatus').map(one => [one['Filter.1.Name'], one['Filter.1.Value.1']]),
    ).toEqual([
      ['system-status.status', 'impaired'],
      ['instance-status.status', 'impaired'],
    ])
  })

  it('are those that were named, and no others', async () => {
    const { records } = await readOne(['impairedInstances'], { instances: ['i-other'] })
    expect(records.impairedInstances).toEqual({})
  })

  it('are not those that an endpoint gives without its filter', async () => {
    wire.on('ec2:DescribeInstanceStatus', () =>
      page('DescribeInstanceStatus', 'instanceStatusSet', [
        '<instanceId>i-1</instanceId><systemStatus><status>ok</status></systemStatus>',
        '<instanceId>i-2</instanceId><systemStatus><status>impaired</status></systemStatus>',
      ]),
    )
    const { records } = await readOne(['impairedInstances'])
    expect(records.impairedInstances).toEqual({
      'i-2': { id: 'i-2', system: 'impaired', instance: 'not told' },
    })
  })
})

describe('control channels', () => {
  it('are asked for of nodes that are Online, and of those that are lost', async () => {
    wire.on('ssm:GetConnectionStatus', ({ params: { Target } }) => json({ Target, Status: 'NotConnected' }))
    managed([
      { InstanceId: 'i-1', PingStatus: 'ConnectionLost', AgentVersion: '3.3' },
      { InstanceId: ID, PingStatus: 'Online', AgentVersion: '3.3' },
    ])
    const { records } = await readOne(['connections'])
    expect(records.connections).toEqual({
      [ID]: { id: ID, status: 'notconnected' },
      'i-1': { id: 'i-1', status: 'notconnected' },
    })
    expect(params('GetConnectionStatus')).toEqual([{ Target: ID }, { Target: 'i-1' }])
  })

  it('are asked for of nodes that are Online before those that are lost', async () => {
    managed([
      ...numbered('mi-', 60).map(id => ({
        InstanceId: id,
        PingStatus: 'ConnectionLost',
        IamRole: `role-of-${id}`,
      })),
      ...numbered('i-', 45).map(id => ({
        InstanceId: id,
        PingStatus: 'Online',
        AgentVersion: id.replace('i-', '3.'),
      })),
    ])
    await readOne(['connections'])
    const asked = params('GetConnectionStatus').map(one => String(one['Target']))
    expect(asked.filter(id => id.startsWith('i-')).length).toBe(45)
    expect(asked.length).toBe(50)
  })

  it('are asked for of one node of each sort, the one that was not heard for the longest time', async () => {
    const ids = numbered('i-', 120)
    const items = ids.map((id, index) => nodeIn(id, index === 119 ? 'vpc-2' : 'vpc-1'))
    wire.on('ec2:DescribeInstances', () => page('DescribeInstances', 'reservationSet', items))
    managed([
      ...ids.map(id => ({
        InstanceId: id,
        PingStatus: 'Online',
        LastPingDateTime: id === 'i-7' ? 1_763_632_200 : 1_763_632_700,
        AgentVersion: id === 'i-118' ? '3.1' : '3.3',
      })),
      { InstanceId: 'mi-1', PingStatus: 'Online', IamRole: 'hybrid' },
    ])
    const { records } = await readOne(['connections'])
    expect(Object.keys(records.connections ?? {}).toSorted()).toEqual(['i-118', 'i-119', 'i-7', 'mi-1'])
    expect(wire.counts()['ssm:GetConnectionStatus']).toBe(4)
  })

  it('are asked for of fifty at most, however many sorts there are', async () => {
    managed(
      numbered('mi-', 120).map(id => ({ InstanceId: id, PingStatus: 'Online', IamRole: `role-of-${id}` })),
    )
    await readOne(['connections'])
    expect(wire.counts()['ssm:GetConnectionStatus']).toBe(50)
  })

  it('are asked for of up to two hundred where nodes were chosen', async () => {
    const ids = numbered('i-', 230)
    managed(ids.map(id => ({ InstanceId: id, PingStatus: 'Online' })))
    await readOne(['connections'], { instances: ids })
    expect(wire.counts()['ssm:GetConnectionStatus']).toBe(200)
  })

  it('that are refused are gaps one by one', async () => {
    managed(['i-1', 'i-2'].map(id => ({ InstanceId: id, PingStatus: 'Online', AgentVersion: `3.3.${id}` })))
    wire.on('ssm:GetConnectionStatus', (call, nth) =>
      call.params['Target'] === 'i-1' ? deny(call, nth) : recorded(call, nth),
    )
    const { records, gaps } = await readOne(['connections'])
    expect(records.connections).toEqual({ 'i-2': { id: 'i-2', status: 'connected' } })
    expect(linesOf(gaps)).toEqual(['connections i-1 ssm:GetConnectionStatus'])
  })

  it('are unknown where the nodes are', async () => {
    wire.on('ssm:DescribeInstanceProperties', deny)
    wire.on('ssm:DescribeInstanceInformation', deny)
    const { gaps } = await readOne(['connections', 'activations', 'agentUpdates'])
    const calls = 'ssm:DescribeInstanceProperties ssm:DescribeInstanceInformation'
    expect(linesOf(gaps).toSorted()).toEqual([
      `activations ${calls}`,
      `agentUpdates ${calls}`,
      `connections ${calls}`,
      `managedNodes ${calls}`,
    ])
  })
})

describe('the activations of hybrid nodes', () => {
  it('have their role, limit and end; one registration where no limit is set', async () => {
    const { records } = await readOne(['activations'])
    expect(Object.values(records.activations ?? {})).toEqual([
      {
        id: 'bcf6faa8-83fd-419e-9534-96ad1EXAMPLE',
        role: 'hybrid-node',
        expired: false,
        limit: 1,
        registrations: 0,
      },
      {
        id: 'e488f2f6-e686-4afb-8a04-ef6dfEXAMPLE',
        role: 'service-role/hybrid-node',
        expired: true,
        expiresAt: '2023-11-15T00:00:00.500Z',
        limit: 7,
        registrations: 3,
      },
    ])
  })

  it('are read to the last page', async () => {
    wire.on('ssm:DescribeActivations', ({ params: { NextToken } }) =>
      json({
        ActivationList: [{ ActivationId: NextToken === undefined ? 'a-1' : 'a-2' }],
        ...(NextToken === undefined && { NextToken: 'two' }),
      }),
    )
    const { records } = await readOne(['activations'])
    expect(Object.keys(records.activations ?? {})).toEqual(['a-1', 'a-2'])
    expect(params('DescribeActivations')).toEqual([{ MaxResults: 50 }, { MaxResults: 50, NextToken: 'two' }])
  })

  it('are not asked for where there is no hybrid node', async () => {
    managed([{ InstanceId: 'i-1', PingStatus: 'Online' }])
    const { records, gaps } = await readOne(['activations'])
    expect({ found: records.activations, gaps }).toEqual({ found: {}, gaps: [] })
    expect(wire.counts()).not.toHaveProperty('ssm:DescribeActivations')
  })

  it('without their id hide the kind', async () => {
    wire.on('ssm:DescribeActivations', () => json({ ActivationList: [{ IamRole: 'r' }] }))
    const { gaps } = await readOne(['activations'])
    expect(gaps.map(({ reason }) => reason)).toEqual([
      'malformed answer: it holds an activation without its id',
    ])
  })
})

describe('what keeps agents current', () => {
  it('has its targets; of the old kind it names one instance', async () => {
    const { records } = await readOne(['agentUpdates'])
    expect(Object.values(records.agentUpdates ?? {})).toEqual([
      {
        id: '8dfe3659-4309-493a-8755-0123456789ab',
        name: 'UpdateAgents',
        targets: [
          { key: 'InstanceIds', values: ['*'] },
          { key: 'tag:team', values: ['platform', 'web'] },
        ],
      },
      {
        id: '9f8e7d6c-5b4a-4321-8fed-0123456789ab',
        targets: [{ key: 'InstanceIds', values: [ID] }],
      },
    ])
  })

  it('is asked for by its document, to the last page', async () => {
    wire.on('ssm:ListAssociations', ({ params: { NextToken } }) =>
      json({
        Associations: [{ AssociationId: NextToken === undefined ? 'a-1' : 'a-2' }],
        ...(NextToken === undefined && { NextToken: 'two' }),
      }),
    )
    const { records } = await readOne(['agentUpdates'])
    expect(Object.keys(records.agentUpdates ?? {})).toEqual(['a-1', 'a-2'])
    const AssociationFilterList = [{ key: 'Name', value: 'AWS-UpdateSSMAgent' }]
    expect(params('ListAssociations')).toEqual([
      { MaxResults: 50, AssociationFilterList },
      { MaxResults: 50, NextToken: 'two', AssociationFilterList },
    ])
  })

  it('is not asked for where there is no managed node', async () => {
    managed([])
    const { records, gaps } = await readOne(['agentUpdates'])
    expect({ found: records.agentUpdates, gaps }).toEqual({ found: {}, gaps: [] })
    expect(wire.counts()).not.toHaveProperty('ssm:ListAssociations')
  })
})
