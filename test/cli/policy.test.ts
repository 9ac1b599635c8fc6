import { describe, expect, it } from 'vitest'
import { runProgram, SAMPLE, type Ran } from './run-program.ts'

interface Statement {
  readonly Sid: string
  readonly Action: readonly string[]
  readonly Resource: string | readonly string[]
  readonly Condition?: unknown
}

const policy = (...args: readonly string[]): Promise<Ran> => runProgram(['policy', ...args, '--from', SAMPLE])

const statementsOf = ({ stdout }: Ran): readonly Statement[] => {
  const printed: { Version: string; Statement: Statement[] } = JSON.parse(stdout)
  expect(printed.Version).toBe('2012-10-17')
  return printed.Statement
}

describe('policy', () => {
  it('prints what a node needs for the preferences of a snapshot', async () => {
    const ran = await policy('node')
    expect([ran.code, ran.stderr]).toEqual([0, ''])
    const actions = statementsOf(ran).flatMap(one => one.Action)
    expect(actions).toContain('ssmmessages:OpenDataChannel')
    expect(actions).toContain('logs:PutLogEvents')
    expect(actions.every(action => !action.includes('*'))).toBe(true)
  })

  it('prints what a person needs on some nodes with a tag, after a second factor', async () => {
    const ran = await policy('operator', '--instances', 'i-0a1b2c3d4e5f60001', '--tag', 'team=web', '--mfa')
    expect([ran.code, ran.stderr]).toEqual([0, ''])
    const [nodes] = statementsOf(ran)
    expect([nodes?.Resource].flat()).toEqual([expect.stringMatching(/:instance\/i-0a1b2c3d4e5f60001$/)])
    expect(nodes?.Condition).toEqual({
      StringEquals: { 'ssm:resourceTag/team': 'web' },
      Bool: { 'aws:MultiFactorAuthPresent': 'true' },
    })
  })

  it.each([
    [['nod'], /"nod" has none; did you mean node\?/],
    [['node', '--mfa'], /limit people: say policy operator/],
    [['operator', '--instances', 'web-1'], /"web-1" is no id such as/],
    [['operator', '--tag', 'team'], /"team" is not KEY=VALUE/],
  ])('refuses %j', async (args, why) => {
    const { code, stdout, stderr } = await policy(...args)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(why)
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })
})
