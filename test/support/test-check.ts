import { describe, expect, it } from 'vitest'
import { checks } from '../../checks/index.ts'
import type { AnyCheck } from '../../src/core/index.ts'
import type { Case } from '../../src/tester/case.ts'
import { testsOf } from '../../src/tester/tests-of.ts'
import { healthyWorld } from './healthy.ts'

const ids = new Set(checks.map(({ id }) => id))

/** The one way to test a check of ours: what `ssm-doctor/test` does for those of plugins. */
export const testCheck = (check: AnyCheck, cases: Readonly<Record<string, Case>>): void => {
  describe(`check ${check.id}`, () => {
    const setting = { healthy: healthyWorld, checks, isCheck: (id: string) => ids.has(id) }
    const tests = testsOf(check, cases, setting)
    it.each(tests)('$name', ({ run }) => expect(run).not.toThrow())
  })
}
