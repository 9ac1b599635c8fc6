import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { checks } from '../../../checks/index.ts'
import { makePlan } from '../../../src/core/plan/plan.ts'
import { renderCode } from '../../../src/report/emit/render.ts'
import type { CodeInput } from '../../../src/report/emit/code-input.ts'
import { judge } from '../../accounts/judge.ts'
import { runs } from '../../core/iam/law-support.ts'
import { BROKEN } from '../../support/broken/all.ts'
import { healthyWorld } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { ranBy } from './shell.ts'
import { formatted, hasTerraform } from './terraform-tool.ts'

const faults = fc.uniqueArray(fc.constantFrom(...Object.keys(BROKEN)), { minLength: 1, maxLength: 5 })

/** The healthy account with some faults; nothing where one takes away what another would break. */
const accountWith = (names: readonly string[]): BreakableWorld | undefined => {
  try {
    const world = healthyWorld()
    for (const name of names) BROKEN[name]?.alter(world)
    return world
  } catch {
    return undefined
  }
}

const addressesIn = (terraform: string): readonly string[] =>
  [...terraform.matchAll(/^resource "(\w+)" "(.*)" \{$/gm)].map(([, type, name]) => `${type}.${name}`)

test('whatever is wrong with an account, its repair is code', () => {
  fc.assert(
    fc.property(faults, names => {
      const world = accountWith(names)
      fc.pre(world !== undefined)
      const audit = judge(world)
      const plan = makePlan([world], checks, audit)
      const input: CodeInput = { plan, worlds: [world], findings: audit.findings, tool: 'ssm-doctor 0.0.1' }

      const terraform = renderCode('terraform', input)
      const addresses = addressesIn(terraform)
      expect(addresses).toEqual([...new Set(addresses)])
      const spoken = [...terraform.matchAll(/\b(aws_\w+\.\w+)(?:\.|,|\]|$)/gm)].map(([, address]) => address)
      expect(spoken.filter(address => !addresses.includes(address ?? ''))).toEqual([])
      if (hasTerraform) expect(formatted(terraform)).toBe(terraform)

      const template = parse(renderCode('cloudformation', input))
      for (const { DependsOn = [] } of Object.values<{ DependsOn?: string[] }>(template?.Resources ?? {}))
        expect(DependsOn.filter(name => !(name in template.Resources))).toEqual([])

      const { code, stderr } = ranBy(['sh'], renderCode('cli', input), world.scope.accountId)
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    }),
    runs(30),
  )
})
