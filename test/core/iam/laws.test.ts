import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { decide } from '../../../src/core/iam/decide.ts'
import type { AccessRequest, Decision, PolicySet } from '../../../src/core/iam/types.ts'
import {
  KEYS,
  VALUES,
  layers,
  request,
  runs,
  setOf,
  statement,
  type Layers,
  type Written,
} from './law-support.ts'

const NAMES = ['identity', 'boundary', 'scp', 'resource'] as const
const layerName = fc.constantFrom(...NAMES)

const change = (
  set: Layers,
  name: (typeof NAMES)[number],
  to: (list: readonly Written[]) => readonly Written[],
): Layers => {
  const list = set[name]
  return list ? { ...set, [name]: to(list) } : set
}

const allows = (asked: AccessRequest, set: Layers): boolean => decide(asked, setOf(set)).verdict === 'allowed'

test('adding a Deny never allows', () => {
  fc.assert(
    fc.property(request, layers, layerName, statement, (asked, set, name, added) => {
      const deny: Written = { ...added, Effect: 'Deny', ...(name === 'resource' && { Principal: '*' }) }
      const denying = change(set, name, list => [...list, deny])
      expect(allows(asked, denying) && !allows(asked, set)).toBe(false)
    }),
    runs(),
  )
})

test('removing an Allow never allows', () => {
  fc.assert(
    fc.property(request, layers, layerName, fc.nat(3), (asked, set, name, at) => {
      const without = change(set, name, list =>
        list.filter((one, index) => index !== at || one.Effect === 'Deny'),
      )
      expect(allows(asked, without) && !allows(asked, set)).toBe(false)
    }),
    runs(),
  )
})

const outcome = ({ verdict, lacking }: Decision): unknown => ({ verdict, lacking: lacking.toSorted() })

test('the order of statements does not matter', () => {
  fc.assert(
    fc.property(request, layers, (asked, set) => {
      const reversed = NAMES.reduce((all, name) => change(all, name, list => list.toReversed()), set)
      expect(outcome(decide(asked, setOf(reversed)))).toEqual(outcome(decide(asked, setOf(set))))
    }),
    runs(),
  )
})

const split = (list: readonly Written[]): readonly Written[] =>
  list.flatMap(one =>
    one.Action.flatMap(Action =>
      one.Resource.map(Resource => ({ ...one, Action: [Action], Resource: [Resource] })),
    ),
  )

test('splitting a statement does not matter', () => {
  fc.assert(
    fc.property(request, layers, layerName, (asked, set, name) => {
      const apart = decide(asked, setOf(change(set, name, split)))
      expect(outcome(apart)).toEqual(outcome(decide(asked, setOf(set))))
    }),
    runs(),
  )
})

const frozen = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen)
  return value
}

test('the input is never changed, and gives the same answer twice', () => {
  fc.assert(
    fc.property(request, layers, (asked, set) => {
      const parsed = JSON.parse(JSON.stringify(setOf(set)), (key, value: unknown) =>
        key === 'document' ? (JSON.parse(String(value)) as unknown) : value,
      ) as PolicySet
      frozen(asked)
      frozen(parsed)
      const first = decide(asked, parsed)
      expect(JSON.stringify(decide(asked, parsed))).toBe(JSON.stringify(first))
      expect(outcome(decide(asked, setOf(set)))).toEqual(outcome(first))
    }),
    runs(),
  )
})

type Value = 'a' | 'b' | 'c' | null | readonly string[]

/** A key that some statement takes for a list may have several values. */
const valuesOf = (key: string, set: Layers): readonly Value[] => {
  const isList = JSON.stringify(set)
    .split('"For')
    .slice(1)
    .some(text => text.split('}')[0]?.includes(`"${key}"`))
  return isList ? [...VALUES, ['a', 'b'], ['a', 'c'], ['b', 'c'], ['a', 'b', 'c']] : VALUES
}

/** Every way to give values to the keys that a request does not give. */
const completions = (asked: AccessRequest, set: Layers): readonly AccessRequest[] => {
  const missing = KEYS.filter(key => !Object.hasOwn(asked.context ?? {}, key))
  return missing
    .reduce<Record<string, Value>[]>(
      (all, key) => all.flatMap(context => valuesOf(key, set).map(value => ({ ...context, [key]: value }))),
      [{}],
    )
    .map(context => ({ ...asked, world: 'closed', context: { ...asked.context, ...context } }))
}

test('the open world is undecided just where the values that are lacking would decide', () => {
  fc.assert(
    fc.property(request, layers, (asked, set) => {
      const open = decide({ ...asked, world: 'open' }, setOf(set))
      const closed = completions(asked, set).map(one => decide(one, setOf(set)).verdict)
      const allowed = closed.filter(verdict => verdict === 'allowed').length
      const mixed = allowed > 0 && allowed < closed.length
      expect(open.verdict === 'unknown').toBe(mixed)
      if (allowed === closed.length) expect(open.verdict).toBe('allowed')
      if (open.verdict === 'explicit-deny') expect(new Set(closed)).toEqual(new Set(['explicit-deny']))
    }),
    runs(),
  )
})

test('a key that is not named as lacking does not decide', () => {
  fc.assert(
    fc.property(
      request,
      layers,
      fc.constantFrom(...KEYS),
      fc.constantFrom(...VALUES),
      (asked, set, key, value) => {
        const bare = { ...asked, world: 'open' as const, context: {} }
        const open = decide(bare, setOf(set))
        if (open.verdict !== 'unknown' || open.lacking.includes(key)) return
        expect(decide({ ...bare, context: { [key]: value } }, setOf(set)).verdict).toBe('unknown')
      },
    ),
    runs(),
  )
})

test('what has been told never turns a definite answer around', () => {
  fc.assert(
    fc.property(request, layers, fc.constantFrom(...VALUES), (asked, set, value) => {
      const open = decide({ ...asked, world: 'open' }, setOf(set)).verdict
      const told = { ...asked, world: 'open' as const, context: { [KEYS[0]]: value, ...asked.context } }
      if (open === 'unknown') return
      expect(decide(told, setOf(set)).verdict === 'allowed').toBe(open === 'allowed')
    }),
    runs(),
  )
})
