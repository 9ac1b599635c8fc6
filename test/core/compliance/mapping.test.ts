import { describe, expect, it } from 'vitest'
import { checks } from '../../../checks/index.ts'
import { CLAIMS, WITHOUT_CONTROL } from '../../../src/core/compliance/claims.ts'
import { controlsOf } from '../../../src/core/compliance/controls-of.ts'
import { TITLES } from '../../../src/core/compliance/titles.ts'
import { FRAMEWORK_IDS, type FrameworkId } from '../../../src/core/compliance/types.ts'

const known = new Set(checks.map(({ id }) => id))

/** How the ids of each framework are written. */
const FORMS: Readonly<Record<FrameworkId, RegExp>> = {
  'nist-800-53': /^[A-Z]{2}-\d{1,2}(?:\(\d{1,2}\))?$/,
  'pci-dss': /^(?:[1-9]|1[0-2])\.\d{1,2}\.\d{1,2}(?:\.\d)?$/,
  'soc-2': /^(?:CC[1-9]|A1|C1|PI1|P[1-8])\.\d$/,
  'iso-27001': /^A\.[5-8]\.\d{1,2}$/,
  'cis-aws': /^[1-5]\.\d{1,2}(?:\.\d)?$/,
  'aws-fsbp': /^[A-Z][A-Za-z0-9]*\.\d{1,3}$/,
}

describe('the claims', () => {
  it('name checks that there are', () => {
    const named = [...CLAIMS.flatMap(claim => claim.checks), ...WITHOUT_CONTROL]
    expect(named.filter(id => !known.has(id))).toEqual([])
  })

  it('place every check: it is evidence for a control, or it is said that it is for none', () => {
    const claimed = new Set(CLAIMS.flatMap(claim => claim.checks))
    expect([...known].filter(id => claimed.has(id) === WITHOUT_CONTROL.has(id))).toEqual([])
  })

  it('say what they show as statements, each once, with checks and controls that are named once', () => {
    for (const { shows, checks, controls } of CLAIMS) {
      expect(shows).toMatch(/^(?:[a-z]|EC2 |Session Manager ).*[^.]$/)
      expect(checks.length).toBeGreaterThan(0)
      expect(new Set(checks).size).toBe(checks.length)
      for (const ids of Object.values(controls)) expect(new Set(ids).size).toBe(ids.length)
    }
    expect(new Set(CLAIMS.map(({ shows }) => shows)).size).toBe(CLAIMS.length)
  })

  it('give a check no control twice', () => {
    for (const id of known) {
      const names = controlsOf(id).map(({ control }) => `${control.framework.id} ${control.id}`)
      expect(
        names.filter((name, at) => names.indexOf(name) !== at),
        id,
      ).toEqual([])
    }
  })
})

describe.each(FRAMEWORK_IDS)('%s', id => {
  const used = new Set(CLAIMS.flatMap(({ controls }) => controls[id] ?? []))

  it('has its controls in the form of the framework', () => {
    expect([...used].filter(control => !FORMS[id].test(control))).toEqual([])
  })

  it('says of each control what it is about, and of no other', () => {
    expect(Object.keys(TITLES[id]).toSorted()).toEqual([...used].toSorted())
  })
})
