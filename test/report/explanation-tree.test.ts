import { describe, expect, it } from 'vitest'
import { explanationOf, type Explanation } from '../../src/core/words/explanation.ts'
import { decide } from '../../src/core/iam/decide.ts'
import type { PolicySet } from '../../src/core/iam/types.ts'
import { explanationTree } from '../../src/report/explanation-tree.ts'
import { renderTable } from '../../src/report/table.ts'
import { aFinding, aReport } from './a-report.ts'

const policy = (name: string, ...statements: object[]) => ({ name, document: { Statement: statements } })

const POLICIES: PolicySet = {
  identityPolicies: [
    policy(
      'logging',
      { Sid: 'Archive', Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::logs/old/*' },
      { Effect: 'Allow', Action: 'logs:*', Resource: '*' },
      { Effect: 'Allow', Action: 'ssm:*', Resource: '*' },
    ),
    policy('guard', {
      Effect: 'Deny',
      Action: 's3:Put*',
      Resource: '*',
      Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-0a1b' } },
    }),
  ],
  boundaries: [policy('edge', { Sid: 'All', Effect: 'Allow', Action: '*', Resource: '*' })],
}

const explained = (action: string, policies = POLICIES): Explanation =>
  explanationOf(
    action,
    decide(
      {
        principal: 'arn:aws:iam::210987654321:role/web',
        action,
        resource: 'arn:aws:s3:::logs/new/1.log',
        world: 'open',
      },
      policies,
    ),
  )

const TREE = [
  's3:PutObject',
  '├─ identity policy has nothing that allows it',
  '│  ├─ Allow in policy logging, statement Archive misses: Resource arn:aws:s3:::logs/old/* against arn:aws:s3:::logs/new/1.log',
  '│  ├─ Deny in policy guard, statement 1 may match: StringEquals aws:SourceVpce vpce-0a1b against a value that is not known',
  '│  └─ 2 statements about other actions',
  '└─ permissions boundary allows it',
  '   └─ Allow in policy edge, statement All matches',
]

describe('a decision as a tree', () => {
  it('tells each layer, and how each statement about the action fares', () => {
    expect(explanationTree([explained('s3:PutObject')], 0, undefined)).toEqual(TREE)
  })

  it('tells actions that fare the same together, and others apart', () => {
    const actions = ['s3:PutObject', 's3:PutObjectAcl', 's3:PutObject', 's3:GetObject']
    const tree = explanationTree(
      actions.map(action => explained(action)),
      0,
      undefined,
    )
    expect(tree.slice(0, TREE.length)).toEqual(['s3:PutObject, s3:PutObjectAcl', ...TREE.slice(1)])
    expect(tree[TREE.length]).toBe('s3:GetObject')
    expect(tree[TREE.length + 3]).toBe('│  └─ 3 statements about other actions')
  })

  it('breaks at the width, and keeps the lines of the tree', () => {
    const lines = explanationTree([explained('s3:PutObject')], 2, 60)
    expect(Math.max(...lines.filter(line => !line.includes('arn:')).map(line => line.length))).toBeLessThan(
      61,
    )
    const deny = lines.findIndex(line => line.startsWith('  │  ├─ Deny in policy guard'))
    expect(lines[deny + 1]).toMatch(/^ {2}│ {2}│ {2}\S/)
  })

  it('names a statement that cannot be read', () => {
    const policies = { identityPolicies: [policy('odd', { Effect: 'Alow', Action: '*', Resource: '*' })] }
    const [, layer, statement] = explanationTree([explained('s3:PutObject', policies)], 0, undefined)
    expect(layer).toBe('└─ identity policy hangs on what is not known')
    expect(statement).toBe('   └─ policy odd, statement 1 cannot be read: Effect is neither Allow nor Deny')
  })

  it('of no decision is nothing', () => {
    expect(explanationTree([], 4, 80)).toEqual([])
  })
})

describe('a finding', () => {
  const explanation = [explained('s3:PutObject')]
  const render = (verbose: boolean): string =>
    renderTable(aReport({ findings: [aFinding({ explanation })] }), {
      color: false,
      width: undefined,
      verbose,
      quiet: false,
      tool: { name: 'ssm-doctor', version: '1.2.3' },
    })

  it('shows the tree below its evidence with --verbose, and not without', () => {
    const indented = TREE.map(line => `    ${line}\n`).join('')
    expect(render(true)).toContain(`statement Write)\n${indented}  effect`)
    expect(render(false)).not.toMatch(/[├└]/)
  })
})
