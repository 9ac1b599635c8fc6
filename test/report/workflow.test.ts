import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { parse as parseCommand } from '../../src/cli/parser.ts'
import { toolVersion } from '../../src/cli/version.ts'
import { workflowText } from '../../src/report/workflow.ts'
import { actionFile, workflowsOf } from '../support/action-file.ts'
import { between, stored } from '../support/pages.ts'

interface Step {
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, string>>
}

interface Workflow {
  readonly on: object
  readonly permissions: Readonly<Record<string, string>>
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>
}

const PAGE = 'docs/ci.md'
const FACTS = {
  accountId: '123456789012',
  partition: 'aws',
  region: 'eu-west-1',
  version: toolVersion(),
} as const

const read = (text: string): Workflow => {
  const workflow: Workflow = parseYaml(text)
  return workflow
}

const stepsOf = ({ jobs }: Workflow): readonly Step[] => Object.values(jobs).flatMap(({ steps }) => steps)

const made = read(workflowText(FACTS))

describe('the workflow that init writes', () => {
  it('is the one that docs/ci.md shows (UPDATE_FIXTURES=1 writes it anew)', () => {
    const indented = workflowText(FACTS).replaceAll(/^(?=.)/gm, '    ')
    const fresh = between(readFileSync(PAGE, 'utf8'), 'workflow init', indented)
    expect(fresh).toBe(stored(PAGE, fresh))
  })

  it('begins and signs in as the one for the action of this repository does', () => {
    const other = read(workflowsOf(PAGE)['action'] ?? '')
    expect(made.on).toEqual(other.on)
    expect(other.permissions).toMatchObject(made.permissions)
    expect(stepsOf(made).slice(0, 2)).toEqual(stepsOf(other).slice(0, 2))
  })

  it('takes other actions in the version that all workflows and the action take', () => {
    const shown = Object.values(workflowsOf(PAGE)).flatMap(text => stepsOf(read(text)))
    const all = [...stepsOf(made), ...shown, ...actionFile().runs.steps].flatMap(({ uses = [] }) => uses)
    const versions = [...new Set(all)].toSorted()
    const names = versions.map(uses => uses.split('@')[0])
    expect(names, versions.join(' ')).toEqual([...new Set(names)])
  })

  it('runs check with flags that it has, and by the config, so that a config that is not there is no silence', async () => {
    const commands = stepsOf(made).flatMap(({ run = [] }) => run)
    expect(commands).toHaveLength(1)
    const words = commands[0]?.split(' ') ?? []
    expect(words.slice(0, 4)).toEqual(['npx', '--yes', `ssm-doctor@${toolVersion()}`, 'check'])
    const { argv } = await parseCommand(words.slice(3), 100)
    expect(argv).toMatchObject({ config: 'ssm-doctor.json', format: 'github' })
  })

  it('has no key and puts nothing into a script', () => {
    expect(workflowText(FACTS)).not.toMatch(/aws-access-key|secrets\.|\$\{\{/i)
  })

  it('signs in at the account, in its partition; in China for the audience that STS has there', () => {
    const china = { ...FACTS, partition: 'aws-cn', region: 'cn-north-1', accountId: '210987654321' }
    expect(stepsOf(read(workflowText(china)))[1]?.with).toEqual({
      'role-to-assume': 'arn:aws-cn:iam::210987654321:role/ssm-doctor-reader',
      'aws-region': 'cn-north-1',
      audience: 'sts.amazonaws.com.cn',
    })
    expect(stepsOf(made)[1]?.with).not.toHaveProperty('audience')
  })
})
