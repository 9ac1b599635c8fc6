import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { invertChange } from '../../src/core/changes/specs.ts'
import { FORWARD, SHARED, type Example } from './changes.ts'
import { asBefore } from './account-state.ts'
import {
  accountWire,
  isWrite,
  useWire,
  writes,
  type Call,
  type AccountWire,
  type Trouble,
} from './account-wire.ts'
import { make } from './make.ts'

useWire({ beforeEach, afterEach })

const EXAMPLES: readonly (readonly [string, Example])[] = Object.entries(FORWARD)

/** Every change and its undo, ready to be made. */
const READY: readonly (readonly [
  string,
  () => Promise<{ wire: AccountWire; go: () => Promise<unknown> }>,
])[] = EXAMPLES.flatMap(([name, { before, change }]) => [
  [
    name,
    async () => {
      const wire = accountWire(before(), 2)
      return { wire, go: () => make(wire, change) }
    },
  ],
  [
    `undo of ${name}`,
    async () => {
      const wire = accountWire(before(), 2)
      const { seen } = await make(wire, change)
      wire.calls.splice(0)
      return { wire, go: () => make(wire, invertChange(change), seen) }
    },
  ],
])

const onWrite = (trouble: Trouble, times = Number.POSITIVE_INFINITY) => {
  let seen = 0
  return (call: Call): Trouble | undefined => (isWrite(call) && seen++ < times ? trouble : undefined)
}

describe.each(READY)('%s', (_, ready) => {
  const end = async (): Promise<unknown> => {
    const { wire, go } = await ready()
    await go()
    return asBefore(wire.state)
  }

  it.each(['drop', 'lose'] as const)('reaches the same end when a write meets: %s', async kind => {
    const { wire, go } = await ready()
    wire.trouble = onWrite(kind, 1)
    await go()
    expect(asBefore(wire.state)).toEqual(await end())
  })

  it.each(['deny', 'malformed', 'drop'] as const)(
    'fails and leaves the account as it is when every write meets: %s',
    async kind => {
      const { wire, go } = await ready()
      const before = structuredClone(wire.state)
      wire.trouble = onWrite(kind)
      await expect(go()).rejects.toThrow(/\S/)
      expect(wire.state).toEqual(before)
    },
  )

  it.each(['deny', 'malformed', 'empty', 'drop'] as const)(
    'writes nothing when any of its reads meets: %s',
    async kind => {
      const { wire: first, go: rehearse } = await ready()
      await rehearse()
      const before = first.calls.findIndex(isWrite)
      expect(before).toBeGreaterThan(0)
      for (let at = 0; at < before; at++) {
        const { wire, go } = await ready()
        const action = first.calls[at]?.action
        wire.trouble = call => (call.action === action ? kind : undefined)
        await expect(go()).rejects.toThrow(/\S/)
        expect(writes(wire.calls)).toEqual([])
      }
    },
  )
})

describe('a lost answer', () => {
  it('makes no second version, whatever the SDK would retry', async () => {
    const { before, change } = FORWARD['put-policy-version']
    const wire = accountWire(before(), 5)
    wire.trouble = onWrite('lose')
    expect((await make(wire, change)).outcome).toBe('written')
    expect(writes(wire.calls)).toEqual(['iam:CreatePolicyVersion'])
    expect(Object.keys(wire.state.policies[SHARED]?.versions ?? {})).toHaveLength(4)
  })

  it('with no body is not taken for a version', async () => {
    const { before, change } = FORWARD['put-policy-version']
    const wire = accountWire(before())
    wire.trouble = onWrite('empty')
    await expect(make(wire, change)).rejects.toThrow('malformed answer')
  })

  it('is asked for again where the call never arrived', async () => {
    const { before, change } = FORWARD['put-policy-version']
    const wire = accountWire(before(), 5)
    wire.trouble = onWrite('drop', 2)
    expect((await make(wire, change)).outcome).toBe('written')
    expect(writes(wire.calls)).toHaveLength(3)
    expect(Object.keys(wire.state.policies[SHARED]?.versions ?? {})).toHaveLength(4)
  })
})

describe('throttling', () => {
  it.each(['put-policy-version', 'put-role-policy'] as const)('of %s is waited out', async name => {
    const { before, change } = FORWARD[name]
    const wire = accountWire(before(), 2)
    wire.trouble = onWrite('throttle', 1)
    expect((await make(wire, change)).outcome).toBe('written')
    expect(writes(wire.calls)).toHaveLength(2)
  })

  it('that does not end fails and leaves the account as it is', async () => {
    const { before, change } = FORWARD['put-policy-version']
    const wire = accountWire(before(), 2)
    wire.trouble = onWrite('throttle')
    await expect(make(wire, change)).rejects.toThrow('Rate exceeded')
    expect(wire.state).toEqual(before())
  })
})
