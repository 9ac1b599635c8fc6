import { describe, expect, it } from 'vitest'
import type { Change } from '../../../src/core/changes/change.ts'
import { renderScript } from '../../../src/report/emit/script.ts'
import { inputFor, aPlan, stepFor } from './a-plan.ts'
import { checkShell, hasCheckers } from './checkers.ts'
import { HOSTILE } from './hostile.ts'
import { ALL_SAMPLES, SAMPLES } from './samples.ts'
import { ranBy } from './shell.ts'

const script = (changes: readonly Change[]): string =>
  renderScript(inputFor(changes.map(change => stepFor(change))))

const POLICY = '{"Version":"2012-10-17","Statement":[]}'

describe('a script', () => {
  it('carries out every step, in order', () => {
    const { calls, code, stderr } = ranBy(['sh'], script(ALL_SAMPLES))
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const operations = calls.map(({ words }) => words.slice(0, 2).join(' '))
    const inTurn = [
      'sts get-caller-identity',
      'iam delete-policy-version',
      'iam create-policy-version',
      'kms put-key-policy',
      'logs create-log-group',
      'logs put-retention-policy',
      'ec2 create-security-group',
      'ec2 authorize-security-group-egress',
      'ec2 modify-vpc-endpoint',
      'ec2 modify-vpc-attribute',
    ]
    const places = inTurn.map(operation => operations.indexOf(operation))
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(places[0]).toBe(0)
  })

  it('names a Region with every command', () => {
    const { calls } = ranBy(['sh'], script(ALL_SAMPLES))
    for (const { words } of calls)
      expect(words[words.indexOf('--region') + 1], words.join(' ')).toBe('eu-north-1')
  })

  it('gets nowhere with the credentials of another account', () => {
    const { calls, code, stderr } = ranBy(['sh'], script(ALL_SAMPLES), '999988887777')
    expect(calls).toHaveLength(1)
    expect(code).toBe(1)
    expect(stderr).toBe('these are credentials of account 999988887777, not of 123456789012\n')
  })

  it('hands on the id of a group that it creates', () => {
    const { calls } = ranBy(['sh'], script(SAMPLES['add-endpoint-group'] ?? []))
    const attach = calls.find(({ words }) => words[1] === 'modify-vpc-endpoint')
    expect(attach?.words).toContain('sg-0fade0fade0fade00')
  })

  it('is taken whole by a shell of somebody, and does not end it', () => {
    const { code, stderr } = ranBy(['sh'], `${script(ALL_SAMPLES)}echo goes on >&2\n`, '999988887777')
    expect(stderr).toContain('goes on\n')
    expect(code).toBe(0)
  })

  it('keeps the default version, and the text of the one that goes where no journal does', () => {
    const text = script(SAMPLES['delete-policy-version'] ?? [])
    expect(text).not.toContain('journal')
    expect(text).toContain('#   "Id": "a 100%+"')
    expect(text).toContain('[?!IsDefaultVersion]')
  })
})

describe.each(HOSTILE.filter(text => !text.includes('\u001b')))('a name %j', hostile => {
  const changes: readonly Change[] = [
    { type: 'put-role-policy', role: hostile, policy: hostile, to: JSON.stringify({ Id: hostile }) },
  ]
  const step = stepFor(changes[0] as Change, {
    reasons: [{ fingerprint: 'f', message: `${hostile}\n: touch owned` }],
    sharedBy: [`${hostile}\r\ntouch owned`],
    owner: { by: 'Terraform', name: `${hostile}\ntouch owned` },
  })

  it('reaches the AWS CLI as it is, and nothing else happens', () => {
    const { calls, code, stderr } = ranBy(['sh'], renderScript(inputFor([step])))
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(calls).toHaveLength(2)
    const [, put] = calls
    expect(put?.words.filter(word => word.endsWith(hostile)).length).toBeGreaterThanOrEqual(2)
    expect(JSON.parse(put?.input ?? '')).toEqual({ Id: hostile })
  })

  it.runIf(hasCheckers)('is quoted as shellcheck likes it', () => {
    expect(checkShell(renderScript(inputFor([step])))).toBe('')
  })
})

describe('what is said', () => {
  it('names the owner, and that the code belongs there', () => {
    const change: Change = { type: 'put-role-policy', role: 'web', policy: 'own', to: POLICY }
    const step = stepFor(change, { owner: { by: 'CloudFormation', name: 'platform' } })
    expect(renderScript(inputFor([step]))).toContain(
      '#    owner: CloudFormation platform: this belongs into its code, in the place of what stands there',
    )
  })

  it('is nothing to do where there is no step, and no command', () => {
    const text = renderScript(inputFor([], { plan: aPlan([]) }))
    expect(text).toContain('nothing to do (account 123456789012, eu-north-1)')
    expect(text).not.toMatch(/^aws/m)
    expect(ranBy(['sh'], text)).toEqual({ calls: [], code: 0, stderr: '' })
  })
})

describe.runIf(hasCheckers)('shellcheck', () => {
  it('is awake', () => expect(checkShell('#!/bin/sh\necho $1\n')).toContain('SC2086'))
})
