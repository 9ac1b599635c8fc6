import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeAccount } from '../support/moto/account.ts'
import type { Trouble } from '../support/moto/faults.ts'
import { reportOf, type JsonReport } from '../support/moto/report.ts'
import { runCli } from '../support/moto/run-cli.ts'
import { STORY_REGION } from '../support/moto/story.ts'
import { runAs, useMoto } from '../support/moto/world.ts'

const moto = useMoto()
const CHECK = ['check', '--region', STORY_REGION, '--format', 'json']
const SIMULATE = 'iam:SimulatePrincipalPolicy'
const ID = 'report/simulator-disagrees'

/** A run on a healthy account of one role whose simulator has this trouble. */
const check = async (flags: readonly string[], trouble?: Trouble) => {
  const account = await makeAccount(moto.proxy)
  const session = moto.proxy.session(account.accountId)
  if (trouble) session.faults.push({ when: ({ action }) => action === SIMULATE, trouble })
  const result = await runAs(moto, session, [...CHECK, ...flags])
  const asked = session.calls.filter(({ action }) => action === SIMULATE)
  return { account, asked, result, report: reportOf(result) }
}

const resultIn = ({ checks }: JsonReport) => checks.find(({ id }) => id === ID)

const deniesDecrypt = (text: string): string =>
  text.replace(/(kms:Decrypt<\/EvalActionName><EvalDecision>)allowed/, '$1implicitDeny')

test('without the flag the simulator is not asked, and the check is skipped', async () => {
  const { asked, result, report } = await check([])
  expect(asked).toEqual([])
  expect(resultIn(report)).toMatchObject({ status: 'skipped', reason: 'was not asked for' })
  expect(result.code).toBe(0)
})

test('a simulator that says the same leaves a healthy account healthy, after a few calls', async () => {
  const { account, asked, result, report } = await check(['--simulate'])
  expect(resultIn(report)).toMatchObject({ status: 'healthy' })
  expect(report.findings.filter(({ check: id }) => id === ID)).toEqual([])
  expect([result.code, result.stderr]).toEqual([0, ''])
  expect(asked.length).toBeGreaterThan(4)
  expect(asked.length).toBeLessThan(10)
  for (const { params } of asked)
    expect(params['PolicySourceArn']).toMatch(new RegExp(`^arn:aws:iam::${account.accountId}:role/`))
})

test('a difference is told, fails nothing, and stays in the snapshot', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'simulate-'))
  try {
    const file = join(folder, 'account.json')
    const { result, report } = await check(['--simulate', '--save-snapshot', file], {
      kind: 'rewrite',
      body: deniesDecrypt,
    })
    const told = report.findings.filter(({ check: id }) => id === ID)
    expect(told.map(({ severity, subject }) => [severity, subject.kind])).toEqual([
      ['info', 'role'],
      ['info', 'role'],
    ])
    expect(new Set(told.map(({ about }) => about?.split(' ')[0]))).toEqual(new Set(['kms:Decrypt']))
    expect(report.outcomes.map(({ canConnect }) => canConnect)).toEqual(report.outcomes.map(() => 'yes'))
    expect(result.code).toBe(0)
    const again = reportOf(await runCli(['check', '--from', file, '--format', 'json']))
    expect(again.findings.filter(({ check: id }) => id === ID)).toEqual(told)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('a simulator that refuses is told with the action that is missing, and is not taken for agreement', async () => {
  const { result, report } = await check(['--simulate', '--only', 'preferences'], { kind: 'deny' })
  expect(report.gaps).toMatchObject([{ kind: 'simulations', actions: [SIMULATE] }])
  expect(resultIn(report)).toMatchObject({ status: 'unknown' })
  expect(result.code).toBe(3)
})
