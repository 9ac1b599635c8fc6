import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { carryOut, executors } from '../../src/apply/executors.ts'
import type { ChangeType } from '../../src/core/changes/change.ts'
import { changeSpecs, invertChange } from '../../src/core/changes/specs.ts'
import { FORWARD, REPLACED_FOR_GOOD, UNDO_TYPES, type Example } from './changes.ts'
import { asBefore } from './account-state.ts'
import { accountWire, useWire, writes, type Call, type AccountWire } from './account-wire.ts'
import { contextOf, make } from './make.ts'

useWire({ beforeEach, afterEach })

const EXAMPLES: readonly (readonly [string, Example])[] = Object.entries(FORWARD)

/** Whoever gives an instance or a profile a role passes it on. */
const PASSING: ReadonlySet<string> = new Set([
  'ec2:AssociateIamInstanceProfile',
  'ec2:ReplaceIamInstanceProfileAssociation',
  'iam:AddRoleToInstanceProfile',
])

/** IAM actions behind calls: what is created with tags asks for the right to tag too, and a role for the right to pass it. */
const actionsOf = (calls: readonly Call[]): string[] => {
  const asks = calls.flatMap(({ action, fields }) => [
    ...(PASSING.has(action) ? ['iam:PassRole'] : []),
    ...(fields['body']?.includes('"Tags":') ? ['ssm:AddTagsToResource'] : []),
    ...(action === 'logs:CreateLogGroup' && fields['body']?.includes('"tags"') ? ['logs:TagResource'] : []),
    ...(fields['Tags.member.1.Key'] === undefined ? [] : ['iam:TagPolicy']),
    ...(fields['TagSpecification.1.Tag.1.Key'] === undefined ? [] : ['ec2:CreateTags']),
    ...(fields['body']?.includes('"Tags":[{') ? ['ssm:AddTagsToResource'] : []),
  ])
  return [...new Set([...calls.map(({ action }) => action), ...asks])].toSorted()
}

describe.each(EXAMPLES)('%s', (_, { before, change }) => {
  it('is made once, and a second time finds itself done', async () => {
    const wire = accountWire(before())
    expect((await make(wire, change)).outcome).toBe('written')
    const after = structuredClone(wire.state)
    expect(asBefore(after)).not.toEqual(asBefore(before()))
    const made = writes(wire.calls)
    expect((await make(wire, change)).outcome).toBe('already')
    expect(wire.state).toEqual(after)
    expect(writes(wire.calls)).toEqual(made)
  })

  it('is undone to the byte, and a second time finds itself undone', async () => {
    const wire = accountWire(before())
    const { seen } = await make(wire, change)
    expect((await make(wire, invertChange(change), seen)).outcome).toBe('written')
    expect(asBefore(wire.state)).toEqual(asBefore(before()))
    const made = writes(wire.calls)
    expect((await make(wire, invertChange(change), seen)).outcome).toBe('already')
    expect(writes(wire.calls)).toEqual(made)
  })

  it('has nothing to undo where it was announced and never made', async () => {
    const wire = accountWire(before())
    const pending = await executors[change.type].look(change as never, contextOf(wire))
    expect((await make(wire, invertChange(change), pending?.seen)).outcome).toBe('already')
    expect(wire.state).toEqual(before())
    expect(writes(wire.calls)).toEqual([])
  })

  it('announces itself before its first write', async () => {
    const wire = accountWire(before())
    const context = contextOf(wire)
    const told: string[][] = []
    await carryOut(change, context, () => told.push(writes(wire.calls)))
    expect(told).toEqual([[]])
  })

  it('makes no write where its announcement fails', async () => {
    const wire = accountWire(before())
    const full = () => {
      throw new Error('no space left on device')
    }
    await expect(carryOut(change, contextOf(wire), full)).rejects.toThrow('no space left')
    expect(writes(wire.calls)).toEqual([])
  })
})

describe('the IAM actions that a spec lists', () => {
  const called = new Map<ChangeType, Set<string>>()
  const note = (type: ChangeType, wire: AccountWire): void => {
    const actions = called.get(type) ?? new Set<string>()
    for (const action of actionsOf(wire.calls.splice(0))) actions.add(action)
    called.set(type, actions)
  }

  it('are exactly those that its executor calls', async () => {
    const examples = [...EXAMPLES.map(([, example]) => example), REPLACED_FOR_GOOD]
    for (const { before, change } of examples) {
      const wire = accountWire(before())
      const { seen } = await make(wire, change)
      note(change.type, wire)
      await make(wire, change)
      note(change.type, wire)
      await make(wire, invertChange(change), seen)
      await make(wire, invertChange(change), seen)
      note(invertChange(change).type, wire)
    }
    const expected = Object.entries(changeSpecs).map(([type, { actions }]) => [type, [...actions]])
    expect(Object.fromEntries([...called].map(([type, actions]) => [type, [...actions].toSorted()]))).toEqual(
      Object.fromEntries(expected),
    )
  })

  it('cover an undo for each change', () => {
    const undos = Object.entries(FORWARD).map(([name, { change }]) => [name, invertChange(change).type])
    expect(Object.fromEntries(undos)).toEqual(UNDO_TYPES)
  })
})
