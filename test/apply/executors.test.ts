import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ChangedSince, type Seen } from '../../src/apply/executor.ts'
import { carryOut, executors } from '../../src/apply/executors.ts'
import type { Change, ChangeType } from '../../src/core/changes/change.ts'
import { changeSpecs, invertChange } from '../../src/core/changes/specs.ts'
import { account, DIGEST, FORWARD, OWN, SHARED, text, UNDO_TYPES, type Example } from './changes.ts'
import { asBefore, policyOf, type IamState } from './iam-state.ts'
import { iamWire, isWrite, useWire, writes, type Call, type IamWire, type Trouble } from './iam-wire.ts'

useWire({ beforeEach, afterEach })

const EXAMPLES: readonly (readonly [string, Example])[] = Object.entries(FORWARD)

/** Carries a change out, and gives what it saw. */
const make = async (wire: IamWire, change: Change, seen?: Seen) => {
  let announced: Seen | undefined
  const context = { iam: wire.iam, digest: DIGEST, ...(seen && { seen }) }
  const outcome = await carryOut(change, context, now => {
    announced = now
  })
  return { outcome, seen: announced }
}

/** IAM actions behind calls: a policy that is created with tags asks for iam:TagPolicy too. */
const actionsOf = (calls: readonly Call[]): string[] => {
  const tagged = calls.some(({ fields }) => fields['Tags.member.1.Key'] !== undefined)
  return [...new Set([...calls.map(({ action }) => action), ...(tagged ? ['iam:TagPolicy'] : [])])].toSorted()
}

describe.each(EXAMPLES)('%s', (_, { before, change }) => {
  it('is made once, and a second time finds itself done', async () => {
    const wire = iamWire(before())
    expect((await make(wire, change)).outcome).toBe('written')
    const after = structuredClone(wire.state)
    expect(asBefore(after)).not.toEqual(asBefore(before()))
    const made = writes(wire.calls)
    expect((await make(wire, change)).outcome).toBe('already')
    expect(wire.state).toEqual(after)
    expect(writes(wire.calls)).toEqual(made)
  })

  it('is undone to the byte, and a second time finds itself undone', async () => {
    const wire = iamWire(before())
    const { seen } = await make(wire, change)
    expect((await make(wire, invertChange(change), seen)).outcome).toBe('written')
    expect(asBefore(wire.state)).toEqual(asBefore(before()))
    const made = writes(wire.calls)
    expect((await make(wire, invertChange(change), seen)).outcome).toBe('already')
    expect(writes(wire.calls)).toEqual(made)
  })

  it('has nothing to undo where it was announced and never made', async () => {
    const wire = iamWire(before())
    const pending = await executors[change.type].look(change as never, { iam: wire.iam, digest: DIGEST })
    expect((await make(wire, invertChange(change), pending?.seen)).outcome).toBe('already')
    expect(wire.state).toEqual(before())
    expect(writes(wire.calls)).toEqual([])
  })

  it('announces itself before its first write', async () => {
    const wire = iamWire(before())
    const context = { iam: wire.iam, digest: DIGEST }
    const told: string[][] = []
    await carryOut(change, context, () => told.push(writes(wire.calls)))
    expect(told).toEqual([[]])
  })

  it('makes no write where its announcement fails', async () => {
    const wire = iamWire(before())
    const full = () => {
      throw new Error('no space left on device')
    }
    await expect(carryOut(change, { iam: wire.iam, digest: DIGEST }, full)).rejects.toThrow('no space left')
    expect(writes(wire.calls)).toEqual([])
  })
})

describe('the IAM actions that a spec lists', () => {
  const called = new Map<ChangeType, Set<string>>()
  const note = (type: ChangeType, wire: IamWire): void => {
    const actions = called.get(type) ?? new Set<string>()
    for (const action of actionsOf(wire.calls.splice(0))) actions.add(action)
    called.set(type, actions)
  }

  it('are exactly those that its executor calls', async () => {
    for (const [, { before, change }] of EXAMPLES) {
      const wire = iamWire(before())
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

/** Every change and its undo, ready to be made. */
const READY: readonly (readonly [string, () => Promise<{ wire: IamWire; go: () => Promise<unknown> }>])[] =
  EXAMPLES.flatMap(([name, { before, change }]) => [
    [
      name,
      async () => {
        const wire = iamWire(before(), 2)
        return { wire, go: () => make(wire, change) }
      },
    ],
    [
      `undo of ${name}`,
      async () => {
        const wire = iamWire(before(), 2)
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

  it.each(['drop', 'throttle', 'lose'] as const)(
    'reaches the same end when a write meets: %s',
    async kind => {
      const { wire, go } = await ready()
      wire.trouble = onWrite(kind, 1)
      await go()
      expect(asBefore(wire.state)).toEqual(await end())
    },
  )

  it.each(['deny', 'malformed', 'drop', 'throttle'] as const)(
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
    const wire = iamWire(before(), 5)
    wire.trouble = onWrite('lose')
    expect((await make(wire, change)).outcome).toBe('written')
    expect(writes(wire.calls)).toEqual(['iam:CreatePolicyVersion'])
    expect(Object.keys(wire.state.policies[SHARED]?.versions ?? {})).toHaveLength(4)
  })

  it('with no body is not taken for a version', async () => {
    const { before, change } = FORWARD['put-policy-version']
    const wire = iamWire(before())
    wire.trouble = onWrite('empty')
    await expect(make(wire, change)).rejects.toThrow('malformed answer')
  })

  it('is asked for again where the call never arrived', async () => {
    const { before, change } = FORWARD['put-policy-version']
    const wire = iamWire(before(), 5)
    wire.trouble = onWrite('drop', 2)
    expect((await make(wire, change)).outcome).toBe('written')
    expect(writes(wire.calls)).toHaveLength(3)
    expect(Object.keys(wire.state.policies[SHARED]?.versions ?? {})).toHaveLength(4)
  })
})

/** What somebody else did before the step, and the change that must not go over it. */
const OTHERS: Readonly<Record<string, { edit: (state: IamState) => void; change: Change; says: RegExp }>> = {
  'another default version': {
    edit: ({ policies }) => (policies[SHARED] = policyOf([text('now'), text('theirs')])),
    change: FORWARD['put-policy-version'].change,
    says: /session-logs was changed by someone else/,
  },
  'a policy that is gone': {
    edit: ({ policies }) => delete policies[SHARED],
    change: FORWARD['put-policy-version'].change,
    says: /does not exist any more/,
  },
  'an inline policy with another text': {
    edit: ({ roles }) => (roles['web'] = { inline: { logging: text('theirs') }, attached: [] }),
    change: FORWARD['put-role-policy'].change,
    says: /inline policy logging of role web was changed/,
  },
  'an inline policy that is gone': {
    edit: ({ roles }) => (roles['web'] = { inline: {}, attached: [] }),
    change: FORWARD['put-role-policy'].change,
    says: /inline policy logging of role web was changed/,
  },
  'an inline policy where none was': {
    edit: ({ roles }) =>
      (roles['db'] = { inline: { 'ssm-doctor-session-access': text('theirs') }, attached: [] }),
    change: FORWARD['put-role-policy (new)'].change,
    says: /ssm-doctor-session-access of role db was changed/,
  },
  'a policy of our name without our tag': {
    edit: ({ policies }) => (policies[OWN] = policyOf([text('own')])),
    change: FORWARD['create-policy'].change,
    says: /was not created by this plan/,
  },
  'a policy of our name with our tag and another text': {
    edit: ({ policies }) =>
      (policies[OWN] = { ...policyOf([text('theirs')]), tags: { 'ssm-doctor:plan': DIGEST } }),
    change: FORWARD['create-policy'].change,
    says: /was changed by someone else/,
  },
  'a role that is gone': {
    edit: ({ roles }) => delete roles['db'],
    change: FORWARD['attach-role-policy'].change,
    says: /role db does not exist any more/,
  },
  'our policy with others on it': {
    edit: ({ policies, roles }) => {
      policies[OWN] = { ...policyOf([text('own')]), tags: { 'ssm-doctor:plan': DIGEST } }
      roles['web'] = { inline: {}, attached: [OWN] }
    },
    change: invertChange(FORWARD['create-policy'].change),
    says: /is used by others since/,
  },
  'our policy after another edit': {
    edit: ({ policies }) =>
      (policies[OWN] = { ...policyOf([text('theirs')]), tags: { 'ssm-doctor:plan': DIGEST } }),
    change: invertChange(FORWARD['create-policy'].change),
    says: /was changed by someone else/,
  },
  'our inline policy after another edit': {
    edit: ({ roles }) =>
      (roles['db'] = { inline: { 'ssm-doctor-session-access': text('theirs') }, attached: [] }),
    change: invertChange(FORWARD['put-role-policy (new)'].change),
    says: /was changed by someone else/,
  },
}

describe.each(Object.entries(OTHERS))('%s', (_, { edit, change, says }) => {
  it('is not overwritten', async () => {
    const state = account()
    edit(state)
    const before = structuredClone(state)
    const wire = iamWire(state)
    const failure = await make(wire, change).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(ChangedSince)
    expect(String(failure)).toMatch(says)
    expect(wire.state).toEqual(before)
  })
})

describe('texts', () => {
  it('that differ in spacing and order of keys alone are the same', async () => {
    const state = account()
    state.roles['web'] = {
      inline: { logging: '{"Statement":[],"Id":"inline 100%+","Version":"2012-10-17"}' },
      attached: [],
    }
    expect((await make(iamWire(state), FORWARD['put-role-policy'].change)).outcome).toBe('written')
  })

  it('that differ in the order of a list are not', async () => {
    const state = account()
    state.roles['web'] = { inline: { logging: '{"Statement":["b","a"]}' }, attached: [] }
    const change: Change = {
      ...FORWARD['put-role-policy'].change,
      from: '{"Statement":["a","b"]}',
    }
    await expect(make(iamWire(state), change)).rejects.toThrow(ChangedSince)
  })

  it('that are no JSON are compared as they are', async () => {
    const state = account()
    state.roles['web'] = { inline: { logging: 'not { json' }, attached: [] }
    const change: Change = { ...FORWARD['put-role-policy'].change, from: 'not { json' }
    expect((await make(iamWire(state), change)).outcome).toBe('written')
  })
})

describe('a version with the very text that a step writes', () => {
  const start = (): IamState => ({
    ...account(),
    policies: { [SHARED]: policyOf([text('new'), text('now')]) },
  })
  const { change } = FORWARD['put-policy-version']

  it('that was there before stays when the step is undone', async () => {
    const wire = iamWire(start())
    const { seen } = await make(wire, change)
    await make(wire, invertChange(change), seen)
    expect(wire.state.policies[SHARED]?.versions).toEqual({ v1: text('new'), v2: text('now') })
  })

  it('that was there before stays when the step never landed', async () => {
    const wire = iamWire(start())
    const pending = await executors['put-policy-version'].look(change, { iam: wire.iam, digest: DIGEST })
    await make(wire, invertChange(change), pending?.seen)
    expect(wire.state).toEqual(start())
  })

  it('and that was deleted to make room is written back once, though its twin is there', async () => {
    const twins = { ...account(), policies: { [SHARED]: policyOf(['a', 'a', 'b', 'c', 'now'].map(text)) } }
    const wire = iamWire(structuredClone(twins))
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
    const wire = iamWire(before())
    const { seen } = await make(wire, change)
    wire.trouble = call => (call.action === 'iam:DeletePolicyVersion' ? 'deny' : undefined)
    await expect(make(wire, invertChange(change), seen)).rejects.toThrow('not authorized')
    expect(wire.state.policies[SHARED]?.defaultVersion).toBe('v3')
    wire.trouble = () => undefined
    await make(wire, invertChange(change), seen)
    expect(asBefore(wire.state)).toEqual(asBefore(before()))
  })

  it('leaves a default version that somebody else made since', async () => {
    const wire = iamWire(before())
    const { seen } = await make(wire, change)
    const policy = wire.state.policies[SHARED]
    Object.assign(policy?.versions ?? {}, { v9: text('theirs') })
    Object.assign(policy ?? {}, { defaultVersion: 'v9' })
    await expect(make(wire, invertChange(change), seen)).rejects.toThrow('has another default version since')
    expect(writes(wire.calls)).toEqual(['iam:CreatePolicyVersion'])
  })

  it('stops where the version before is gone', async () => {
    const wire = iamWire(before())
    const { seen } = await make(wire, change)
    delete wire.state.policies[SHARED]?.versions['v3']
    await expect(make(wire, invertChange(change), seen)).rejects.toThrow('the default before does not exist')
  })

  it('finds the versions by their text where nothing was seen', async () => {
    const wire = iamWire(before())
    await make(wire, change)
    expect((await make(wire, invertChange(change))).outcome).toBe('written')
    expect(asBefore(wire.state)).toEqual(asBefore(before()))
    expect((await make(wire, invertChange(change))).outcome).toBe('already')
  })
})

it('a deleted version finds no room where others have taken it', async () => {
  const { before, change } = FORWARD['delete-policy-version']
  const wire = iamWire(before())
  const { seen } = await make(wire, change)
  Object.assign(wire.state.policies[SHARED]?.versions ?? {}, { v8: text('theirs') })
  await expect(make(wire, invertChange(change), seen)).rejects.toThrow('finds no room')
})

it('a policy of our own is tagged with the digest of its plan, and keeps its path', async () => {
  const policyArn = `${SHARED.slice(0, SHARED.lastIndexOf('/'))}/deep/ssm-doctor-db`
  const wire = iamWire(account())
  await make(wire, { ...FORWARD['create-policy'].change, policyArn })
  expect(wire.state.policies[policyArn]?.tags).toEqual({ 'ssm-doctor:plan': DIGEST })
})
