import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { carryOut } from '../../src/apply/executors.ts'
import { describeChange, invertChange } from '../../src/core/changes/specs.ts'
import { account, DIGEST, FORWARD, REPLACED_FOR_GOOD } from './changes.ts'
import { accountWire, isWrite, useWire, writes } from './account-wire.ts'
import { contextOf, make } from './make.ts'
import { heldBy } from './node-state.ts'

useWire({ beforeEach, afterEach })

const METADATA = FORWARD['set-metadata-options'].change
const UPDATE = FORWARD['create-association'].change

describe('the metadata endpoint', () => {
  it('is turned on with tokens in one call, so that nobody gets credentials without one', async () => {
    const wire = accountWire(account())
    await make(wire, METADATA)
    expect(writes(wire.calls)).toEqual(['ec2:ModifyInstanceMetadataOptions'])
    expect(wire.calls.find(isWrite)?.fields).toMatchObject({
      HttpEndpoint: 'enabled',
      HttpTokens: 'required',
    })
    expect(wire.state.nodes.instances['i-0cc']).toMatchObject({ tokens: 'required', hopLimit: '3' })
  })

  it('is turned off after the tokens, of which EC2 hears nothing while it is off', async () => {
    const wire = accountWire(account())
    await make(wire, METADATA)
    wire.calls.splice(0)
    await make(wire, invertChange(METADATA))
    const told = wire.calls
      .filter(isWrite)
      .map(({ fields }) => [fields['HttpEndpoint'], fields['HttpTokens']])
    expect(told).toEqual([
      [undefined, 'optional'],
      ['disabled', undefined],
    ])
  })

  it('is turned off by a repeated undo that was cut off between the two', async () => {
    const wire = accountWire(account())
    await make(wire, METADATA)
    wire.trouble = ({ fields }) => (fields['HttpEndpoint'] === 'disabled' ? 'deny' : undefined)
    await expect(make(wire, invertChange(METADATA))).rejects.toThrow('not authorized')
    wire.trouble = () => undefined
    await make(wire, invertChange(METADATA))
    expect(wire.state.nodes.instances['i-0cc']).toEqual(account().nodes.instances['i-0cc'])
  })

  it('is waited for while EC2 is about to apply what was asked', async () => {
    const wire = accountWire(account())
    const instance = wire.state.nodes.instances['i-0cc']
    wire.done = call => {
      if (isWrite(call) && instance) instance.options = 'pending'
    }
    let pauses = 0
    const pause = async (): Promise<void> => {
      if (++pauses === 4 && instance) instance.options = 'applied'
    }
    expect(await carryOut(METADATA, { ...contextOf(wire), pause })).toBe('written')
    expect(pauses).toBe(4)
  })

  it('is judged once EC2 has applied what somebody asked before', async () => {
    const wire = accountWire(account())
    const instance = wire.state.nodes.instances['i-0cc']
    if (instance) instance.options = 'pending'
    const pause = async (): Promise<void> => {
      if (instance) Object.assign(instance, { options: 'applied', endpoint: 'enabled', tokens: 'required' })
    }
    expect(await carryOut(METADATA, { ...contextOf(wire), pause })).toBe('already')
  })
})

describe('the instance profile of an instance', () => {
  it('is taken away where the one before it cannot be put back', async () => {
    const { before, change } = REPLACED_FOR_GOOD
    const wire = accountWire(before())
    expect((await make(wire, change)).outcome).toBe('written')
    const undo = invertChange(change)
    expect(describeChange(undo)).toBe(
      'take instance profile web-nodes from i-0bb, to which this tool gave it: EC2 does not take db-nodes back, which gave no credentials',
    )
    expect((await make(wire, undo)).outcome).toBe('written')
    const held = Object.values(wire.state.nodes.associations).map(({ instanceId }) => instanceId)
    expect(held).toEqual(['i-0cc'])
    expect((await make(wire, undo)).outcome).toBe('already')
    expect(writes(wire.calls)).toEqual([
      'ec2:ReplaceIamInstanceProfileAssociation',
      'ec2:DisassociateIamInstanceProfile',
    ])
  })

  it('is associated once an association before it has ended', async () => {
    const wire = accountWire(account())
    const { associations } = wire.state.nodes
    associations['iip-assoc-9'] = {
      instanceId: 'i-0aa',
      ...heldBy('db-nodes', 'AIPADB'),
      state: 'disassociating',
    }
    let pauses = 0
    const pause = async (): Promise<void> => {
      if (++pauses === 3) delete associations['iip-assoc-9']
    }
    const { change } = FORWARD['associate-profile']
    expect(await carryOut(change, { ...contextOf(wire), pause })).toBe('written')
    expect(pauses).toBe(3)
  })

  it('counts as associated where EC2 does not end to say that it is about to be', async () => {
    const wire = accountWire(account())
    wire.state.nodes.associations['iip-assoc-9'] = {
      instanceId: 'i-0aa',
      ...heldBy('web-nodes', 'AIPAWEB'),
      state: 'associating',
    }
    expect((await make(wire, FORWARD['associate-profile'].change)).outcome).toBe('already')
  })
})

describe('an association that updates agents', () => {
  it('runs by its schedule alone, some nodes at a time, and carries the digest of its plan', async () => {
    const wire = accountWire(account())
    await make(wire, UPDATE)
    const made = Object.values(wire.state.nodes.agentUpdates).find(({ name }) => name === UPDATE.name)
    expect(made).toEqual({
      document: 'AWS-UpdateSSMAgent',
      name: 'ssm-doctor-update-agents',
      targets: [
        { Key: 'tag:team', Values: ['web'] },
        { Key: 'tag:stage', Values: ['test'] },
      ],
      schedule: 'cron(0 3 ? * WED *)',
      onlyAtInterval: true,
      maxConcurrency: '7',
      maxErrors: '2',
      tags: { 'ssm-doctor:plan': DIGEST },
    })
  })

  it('is there once though its answer was lost, whatever the SDK would retry', async () => {
    const wire = accountWire(account(), 5)
    wire.trouble = call => (isWrite(call) ? 'lose' : undefined)
    expect((await make(wire, UPDATE)).outcome).toBe('written')
    expect(writes(wire.calls)).toEqual(['ssm:CreateAssociation'])
    expect(Object.keys(wire.state.nodes.agentUpdates)).toHaveLength(2)
  })

  it('is found behind one of others that has its name too', async () => {
    const wire = accountWire(account())
    await make(wire, UPDATE)
    const { agentUpdates } = wire.state.nodes
    const [theirs] = Object.keys(agentUpdates)
    Object.assign(agentUpdates[theirs as string] ?? {}, { name: UPDATE.name })
    expect((await make(wire, invertChange(UPDATE))).outcome).toBe('written')
    expect(Object.keys(agentUpdates)).toEqual([theirs])
  })
})
