import { spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { writeSnapshot } from '../../src/config/snapshot-file.ts'
import { healthyWorld, WEB } from '../support/healthy.ts'
import { PROGRAM, runProgram, SAMPLE, type Ran } from './run-program.ts'

const REFUSED =
  "We couldn't start the session because encryption is not set up on the selected CloudWatch Logs log group."

const piped = (input: string, ...args: string[]): Ran => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, 'explain', ...args], {
    input,
    encoding: 'utf8',
  })
  return { code: status, stdout, stderr }
}

interface Data {
  readonly errors: readonly {
    readonly id: string
    readonly causes: readonly {
      readonly checks: readonly string[]
      readonly here?: {
        readonly verdict: string
        readonly findings: readonly { readonly affects: readonly string[] }[]
      }
    }[]
  }[]
  readonly nearest: readonly { readonly id: string }[]
}

const dataOf = ({ stdout }: Ran): Data => {
  const data: Data = JSON.parse(stdout)
  return data
}

describe('explain of an error', () => {
  it('says what is misleading, what it means, and the causes with their remedies', async () => {
    const { code, stdout, stderr } = await runProgram(['explain', 'Handshake timed out.'])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(
      /MISLEADING.*means.*1\. the node cannot reach KMS.*checks network\/kms-path.*remedy/s,
    )
  })

  it('takes words without quotes, and a text that begins with dashes', async () => {
    expect((await runProgram(['explain', 'Handshake', 'timed', 'out'])).code).toBe(0)
    expect((await runProgram(['explain', `----------ERROR-------\n${REFUSED}`])).code).toBe(0)
    expect((await runProgram(['explain', `- ${REFUSED}`])).code).toBe(0)
    expect((await runProgram(['explain', `-1: ${REFUSED}`])).code).toBe(0)
    expect((await runProgram(['explain', '--', '--x', 'TargetNotConnected'])).code).toBe(0)
    expect((await runProgram(['explain', '--', 'TargetNotConnected'])).code).toBe(0)
  })

  it.each([[[]], [['-']]])('reads what is piped in, with %j', args => {
    const { code, stdout } = piped(`\nSessionId: x : ----------ERROR-------\n${REFUSED}\n`, ...args)
    expect(code).toBe(0)
    expect(stdout).toContain('logs/describe-log-groups')
  })

  it('says which cause it is in a snapshot, with the exit code of check', () => {
    const { code, stdout } = piped(REFUSED, '--from', SAMPLE)
    expect(stdout).toMatch(
      /HERE +it is cause 2; not told from here: 3\n.*1\. .*\n +here +not this\n.*2\. .*logs:DescribeLogGroups.*\n +here +this is it: role db .*\n +remedy +grant role db .*\n +aws iam put-role-policy /s,
    )
    expect(stdout).toContain('cannot tell')
    expect(code).toBe(1)
    expect(piped(REFUSED, '--from', SAMPLE, '--fail-on', 'none').code).toBe(0)
  })

  it('looks at the nodes that are named, or at those that the text names', () => {
    const verdicts = (ran: Ran) => dataOf(ran).errors[0]?.causes.map(({ here }) => here?.verdict)
    const json = ['--format', 'json', '--from', SAMPLE]
    expect(verdicts(piped(REFUSED, ...json, '-i', 'i-0a1b2c3d4e5f60001'))?.[1]).toBe('not-this')
    expect(verdicts(piped(`on i-0a1b2c3d4e5f60002: ${REFUSED}`, ...json))?.[1]).toBe('this')
    for (const web of ['\u001B[31mi-0a1b2c3d4e5f60001\u001B[0m', 'i-0a1b2c3d\r\n  4e5f60001'])
      expect(verdicts(piped(`on ${web}: ${REFUSED}`, ...json))?.[1]).toBe('not-this')
    const lost = piped('i-0fffffffffffffff7 is not connected', ...json)
    expect(verdicts(lost)?.[0]).toBe('this')
    expect(lost.stderr).toBe('ssm-doctor: i-0fffffffffffffff7 was not found in ap-southeast-1\n')
  })

  it('tells of instances that are not judged, where no node is named', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'explain-')), 'unmanaged.json')
    const world = healthyWorld()
    delete world.records.managedNodes[WEB]
    delete world.records.connections[WEB]
    delete world.records.instances[WEB]?.profileArn
    writeSnapshot(file, { worlds: [world] })
    const { stderr } = piped('TargetNotConnected', '--from', file)
    expect(stderr).toMatch(/1 running instance .* was not looked at; name yours with -i\n$/)
    expect(piped('TargetNotConnected', '--from', SAMPLE).stderr).toBe('')
  })

  it('is data for a program', async () => {
    const ran = await runProgram(['explain', 'TargetNotConnected', '--format', 'json'])
    const [error] = dataOf(ran).errors
    expect(error?.id).toBe('target-not-connected')
    expect(error?.causes[0]).not.toHaveProperty('here')
  })

  it('says plainly that it does not know a text, names the nearest, and ends with 2', async () => {
    const text = 'the encryption of the selected log group could not be set up'
    const plain = await runProgram(['explain', text])
    expect(plain.stderr).toMatch(
      /^ssm-doctor: explaining: no known error is in that text; the nearest .*CloudWatch Logs log group/,
    )
    expect([plain.code, plain.stdout, plain.stderr.trimEnd().split('\n').length]).toEqual([2, '', 1])
    const json = await runProgram(['explain', text, '--format', 'json'])
    expect([json.code, dataOf(json).errors, dataOf(json).nearest[0]?.id]).toEqual([
      2,
      [],
      'log-group-encryption',
    ])
  })

  it.each([[['']], [[' ']], [['', '']]])('says that %j is no text', async words => {
    const { code, stderr } = await runProgram(['explain', ...words])
    expect([code, stderr]).toEqual([
      2,
      'ssm-doctor: explain needs an argument: the id of a check, or the text of an error in quotes or on standard input\n',
    ])
  })

  it.each([
    ['retention-set', 'logs/retention-set'],
    ['logs/retention', 'logs/retention-set'],
    ['Logs/Retention-Set', 'logs/retention-set'],
  ])('takes %s for the id of a check that was mistyped', async (typed, id) => {
    const { code, stderr } = await runProgram(['explain', typed])
    expect([code, stderr]).toEqual([2, expect.stringContaining(`did you mean ${id}?`)])
  })

  it('is not steered by what is piped in', () => {
    const { stderr } = piped('\u001B[2J\u001B]0;x\u0007 nothing of the kind')
    expect(stderr.trimEnd()).not.toMatch(/\p{Cc}/u)
  })

  it('explains a check as data too', async () => {
    const { stdout } = await runProgram(['explain', 'kms/key-usable', '--format', 'json'])
    const data: { id: string } = JSON.parse(stdout)
    expect(data.id).toBe('kms/key-usable')
  })
})
