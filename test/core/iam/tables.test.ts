import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { decide } from '../../../src/core/iam/decide.ts'
import type { AccessRequest, PolicySet, Verdict } from '../../../src/core/iam/types.ts'

interface Case {
  readonly says: string
  /** The page of AWS's documentation that it follows. */
  readonly page: string
  readonly request: AccessRequest
  readonly policies: PolicySet
  readonly verdict: Verdict
  readonly lacking?: readonly string[]
}

const folder = new URL('../../../fixtures/iam/', import.meta.url)
const tables = readdirSync(folder).map(file => ({
  topic: file.replace('.json', ''),
  cases: JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Case[],
}))

describe.each(tables)('$topic', ({ cases }) => {
  test.each(cases)('$says', ({ request, policies, verdict, lacking }) => {
    const decision = decide(request, policies)
    expect(decision.verdict).toBe(verdict)
    if (lacking) expect(decision.lacking).toEqual(lacking)
  })

  test('each case names the page that it follows', () => {
    expect(cases.filter(one => !/^https:\/\/docs\.aws\.amazon\.com\/\S+$/.test(one.page))).toEqual([])
  })
})

test('documents given as text and parsed decide alike', () => {
  const texts = (policies: PolicySet): PolicySet =>
    JSON.parse(JSON.stringify(policies), (key, value: unknown) =>
      key === 'document' && typeof value === 'object' ? JSON.stringify(value) : value,
    ) as PolicySet
  const differing = tables
    .flatMap(table => table.cases)
    .filter(one => decide(one.request, texts(one.policies)).verdict !== one.verdict)
  expect(differing).toEqual([])
})

test('there are enough cases', () => {
  expect(tables.flatMap(table => table.cases).length).toBeGreaterThan(600)
})
