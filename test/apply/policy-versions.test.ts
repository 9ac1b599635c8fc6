import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { executors } from '../../src/apply/executors.ts'
import { invertChange } from '../../src/core/changes/specs.ts'
import { account, DIGEST, FORWARD, SHARED, text } from './changes.ts'
import { asBefore, policyOf, type AccountState } from './account-state.ts'
import { accountWire, useWire, writes } from './account-wire.ts'
import { contextOf, make } from './make.ts'

useWire({ beforeEach, afterEach })

describe('a version with the very text that a step writes', () => {
  const start = (): AccountState => ({
    ...account(),
    policies: { [SHARED]: policyOf([text('new'), text('now')]) },
  })
  const { change } = FORWARD['put-policy-version']

  it('that was there before stays when the step is undone', async () => {
    const wire = accountWire(start())
    const { seen } = await make(wire, change)
    await make(wire, invertChange(change), seen)
    expect(wire.state.policies[SHARED]?.versions).toEqual({ v1: text('new'), v2: text('now') })
  })

  it('that was there before stays when the step never landed', async () => {
    const wire = accountWire(start())
    const pending = await executors['put-policy-version'].look(change, contextOf(wire))
    await make(wire, invertChange(change), pending?.seen)
    expect(wire.state).toEqual(start())
  })

  it('and that was deleted to make room is written back once, though its twin is there', async () => {
    const twins = { ...account(), policies: { [SHARED]: policyOf(['a', 'a', 'b', 'c', 'now'].map(text)) } }
    const wire = accountWire(structuredClone(twins))
    const drop = FORWARD['delete-policy-version'].change
    const { seen } = await make(wire, drop)
    expect(Object.keys(wire.state.policies[SHARED]?.versions ?? {})).toEqual(['v2', 'v3', 'v4', 'v5'])
    expect((await make(wire, invertChange(drop), seen)).outcome).toBe('written')
    expect((await make(wire, invertChange(drop), seen)).outcome).toBe('already')
    expect(asBefore(wire.state)).toEqual(asBefore(twins))
  })
})

describe('the undo of a new default version', () => {
  const { before, change } = FORWARD['put-policy-version']

  it('goes on where it stopped after the default was set back', async () => {
    const wire = accountWire(before())
    const { seen } = await make(wire, change)
    wire.trouble = call => (call.action === 'iam:DeletePolicyVersion' ? 'deny' : undefined)
    await expect(make(wire, invertChange(change), seen)).rejects.toThrow('not authorized')
    expect(wire.state.policies[SHARED]?.defaultVersion).toBe('v3')
    wire.trouble = () => undefined
    await make(wire, invertChange(change), seen)
    expect(asBefore(wire.state)).toEqual(asBefore(before()))
  })

  it('leaves a default version that somebody else made since', async () => {
    const wire = accountWire(before())
    const { seen } = await make(wire, change)
    const policy = wire.state.policies[SHARED]
    Object.assign(policy?.versions ?? {}, { v9: text('theirs') })
    Object.assign(policy ?? {}, { defaultVersion: 'v9' })
    await expect(make(wire, invertChange(change), seen)).rejects.toThrow('has another default version since')
    expect(writes(wire.calls)).toEqual(['iam:CreatePolicyVersion'])
  })

  it('stops where the version before is gone', async () => {
    const wire = accountWire(before())
    const { seen } = await make(wire, change)
    delete wire.state.policies[SHARED]?.versions['v3']
    await expect(make(wire, invertChange(change), seen)).rejects.toThrow('the default before does not exist')
  })

  it('finds the versions by their text where nothing was seen', async () => {
    const wire = accountWire(before())
    await make(wire, change)
    expect((await make(wire, invertChange(change))).outcome).toBe('written')
    expect(asBefore(wire.state)).toEqual(asBefore(before()))
    expect((await make(wire, invertChange(change))).outcome).toBe('already')
  })
})

it('a deleted version finds no room where others have taken it', async () => {
  const { before, change } = FORWARD['delete-policy-version']
  const wire = accountWire(before())
  const { seen } = await make(wire, change)
  Object.assign(wire.state.policies[SHARED]?.versions ?? {}, { v8: text('theirs') })
  await expect(make(wire, invertChange(change), seen)).rejects.toThrow('finds no room')
})

it('a policy of our own is tagged with the digest of its plan, and keeps its path', async () => {
  const policyArn = `${SHARED.slice(0, SHARED.lastIndexOf('/'))}/deep/ssm-doctor-db`
  const wire = accountWire(account())
  await make(wire, { ...FORWARD['create-policy'].change, policyArn })
  expect(wire.state.policies[policyArn]?.tags).toEqual({ 'ssm-doctor:plan': DIGEST })
})
