import { describe, expect, it } from 'vitest'
import { isChange } from '../../../src/core/changes/shapes.ts'
import type { ChangeType } from '../../../src/core/changes/change.ts'
import { invertChange } from '../../../src/core/changes/specs.ts'
import { FORWARD, REPLACED_FOR_GOOD } from '../../apply/changes.ts'

const changes = [...Object.values(FORWARD), REPLACED_FOR_GOOD].flatMap(({ change }) => [
  change,
  invertChange(change),
])

/** Fields that a change may lack. */
const OPTIONAL = new Set([
  'from',
  'keeps',
  'description',
  'ownerId',
  'ports',
  'letsIn',
  'shutsOut',
  'id',
  'unusable',
  'version',
])

/** And those that a change of this type may lack. */
const OPTIONAL_OF: Partial<Record<ChangeType, string>> = {
  'create-log-group': 'keyArn',
  'delete-log-group': 'keyArn',
  'set-retention': 'to',
  'set-log-group-key': 'to',
  'put-public-access-block': 'to',
  'put-bucket-policy': 'to',
}

/** A value with one of its fields, however deep, gone or of another type. */
const damaged = (value: object, type?: ChangeType): readonly object[] =>
  Object.entries(value).flatMap(([name, field]: [string, unknown]) => {
    const deeper =
      typeof field === 'object' && field !== null
        ? damaged(field).map(inner => ({ ...value, [name]: inner }))
        : []
    const { [name]: _gone, ...without } = value as Readonly<Record<string, unknown>>
    const isOptional = OPTIONAL.has(name) || (type !== undefined && OPTIONAL_OF[type] === name)
    return [
      ...deeper,
      { ...value, [name]: 7.5 },
      { ...value, [name]: null },
      ...(isOptional ? [] : [without]),
    ]
  })

describe('what a journal holds', () => {
  it.each(changes)('is taken for a change when it is whole: %o', change => {
    expect(isChange(JSON.parse(JSON.stringify(change)))).toBe(true)
  })

  it.each(changes)('is refused when a field is gone or of another type: %o', change => {
    const all = damaged(change, change.type)
    expect(all.length).toBeGreaterThan(5)
    expect(all.filter(one => isChange(one))).toEqual([])
  })

  it.each([undefined, null, 'put-role-policy', [], { type: 'toString' }, { type: 'grant', role: 'web' }])(
    'is no change where it is something else: %o',
    value => {
      expect(isChange(value)).toBe(false)
    },
  )
})
