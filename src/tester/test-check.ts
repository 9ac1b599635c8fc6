import { checks } from '../../checks/index.ts'
import { pluginCheck } from '../config/plugins/plugin-check.ts'
import type { AnyCheck } from '../core/check.ts'
import type { Case } from './case.ts'
import { healthyWorld } from './healthy-world.ts'
import { testsOf } from './tests-of.ts'

/** A check as a plugin gives it. */
export type PluginCheck = Omit<AnyCheck, 'fix'> & Partial<Pick<AnyCheck, 'fix'>>

/**
 * Tests a check of a plugin, as the program would run it, beside the checks of ssm-doctor.
 * @param test how tests are registered: `test` of node:test, `it` of vitest or mocha
 * @param check as it stands in the plugin's list
 * @param cases by their names: at least one that finds something, and one that looks wrong and is right
 * @throws PluginFault where it is no check
 */
export const testCheck = (
  test: (name: string, run: () => void) => unknown,
  check: PluginCheck,
  cases: Readonly<Record<string, Case>>,
): void => {
  const own = pluginCheck(check)
  const area = own.id.slice(0, own.id.indexOf('/') + 1)
  const setting = {
    healthy: healthyWorld,
    checks: [...checks, own],
    isCheck: (id: string) => id.startsWith(area) || checks.some(one => one.id === id),
  }
  for (const { name, run } of testsOf(own, cases, setting)) test(`${own.id}: ${name}`, run)
}
