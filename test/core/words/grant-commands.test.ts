import { describe, expect, it } from 'vitest'
import type { NodeRole } from '../../../src/core/index.ts'
import { grantCommands } from '../../../src/core/words/grant-commands.ts'
import { readingOf } from '../../../src/core/views.ts'
import { GROUP, healthyWorld, LOGGING_POLICY } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'

const statement = {
  sid: 'SessionLogsWrite',
  actions: ['logs:CreateLogStream'],
  resources: [`arn:aws:logs:ap-southeast-1:123456789012:log-group:${GROUP}-2:*`],
}

const roleOf = (world: BreakableWorld, name: string): NodeRole => {
  const role = readingOf(world).records('nodeRoles')[name]
  if (!role) throw new Error(`no role ${name}`)
  return role
}

const documentIn = (command: string | undefined): { Statement: { Resource: unknown }[] } => {
  const document: { Statement: { Resource: unknown }[] } = JSON.parse(
    /'(.*)'$/s.exec(command ?? '')?.[1] ?? '',
  )
  return document
}

describe('the commands for grants', () => {
  it('make a new default version of a managed policy', () => {
    const policy = { kind: 'managed' as const, arn: LOGGING_POLICY, name: 'session-logging' }
    const grant = { type: 'grant' as const, role: 'web', statement, meant: { policy, index: 0 } }
    const [command, ...more] = grantCommands(roleOf(healthyWorld(), 'web'), [grant])
    expect(more).toEqual([])
    expect(command).toMatch(
      /^aws iam create-policy-version --policy-arn arn:aws:iam::123456789012:policy\/session-logging --set-as-default --policy-document '/,
    )
    expect(documentIn(command).Statement[0]?.Resource).toContain(statement.resources[0])
    expect(documentIn(command).Statement).toHaveLength(5)
  })

  it('write an inline policy once, with all that is appended to it', () => {
    const policy = { kind: 'inline' as const, role: 'db', name: 'session-logging-inline' }
    const grants = [0, 2].map(index => ({
      type: 'grant' as const,
      role: 'db',
      statement,
      meant: { policy, index },
    }))
    const [command, ...more] = grantCommands(roleOf(healthyWorld(), 'db'), grants)
    expect(more).toEqual([])
    expect(command).toMatch(/^aws iam put-role-policy --role-name db --policy-name session-logging-inline /)
    const resources = documentIn(command).Statement.map(one => one.Resource)
    expect(resources[0]).toContain(statement.resources[0])
    expect(resources[2]).toContain(statement.resources[0])
  })

  it('never write over an inline policy of the same name', () => {
    const world = healthyWorld()
    Object.assign(world.records.roles['web']?.inline ?? {}, { SessionLogsWrite: '{}' })
    const [command] = grantCommands(roleOf(world, 'web'), [{ type: 'grant', role: 'web', statement }])
    expect(command).toContain('--policy-name SessionLogsWrite-2 ')
  })
})
