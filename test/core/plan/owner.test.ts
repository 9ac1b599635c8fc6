import { describe, expect, it } from 'vitest'
import { ownerOf, ownerUnknown } from '../../../src/core/plan/owner.ts'
import { healthyWorld, LOGGING_POLICY } from '../../support/healthy.ts'

const worldWith = (tags: Record<string, string>) => {
  const world = healthyWorld()
  world.records.accountTags[`policy ${LOGGING_POLICY}`] = { tags }
  return world
}
const ownerBy = (tags: Record<string, string>) =>
  ownerOf(worldWith(tags), { kind: 'policy', id: LOGGING_POLICY })

describe('who owns a thing', () => {
  it.each<[Record<string, string>, { by: string; name?: string }]>([
    [{ 'aws:cloudformation:stack-name': 'session-roles' }, { by: 'CloudFormation', name: 'session-roles' }],
    [{ 'managed-by': 'terraform' }, { by: 'Terraform' }],
    [{ ManagedBy: 'Terragrunt' }, { by: 'Terraform' }],
    [{ Terraform: 'true' }, { by: 'Terraform' }],
    [{ terraform_workspace: 'prod' }, { by: 'Terraform' }],
    [{ 'created by': 'OpenTofu 1.9' }, { by: 'OpenTofu' }],
    [{ 'pulumi:project': 'sessions' }, { by: 'Pulumi', name: 'sessions' }],
    [{ iac: 'cdk' }, { by: 'AWS CDK' }],
    [{ team: 'web', provisioner: 'ansible' }, { by: 'Ansible' }],
  ])('is told by its tags: %o', (tags, owner) => {
    expect(ownerBy(tags)).toEqual(owner)
  })

  it.each<Record<string, string>>([
    {},
    { team: 'terraform-guild', Name: 'logs' },
    { terraform: 'false' },
    { 'managed-by': 'mia' },
    { description: 'not made by cloudformation' },
  ])('is nobody that is known: %o', tags => {
    expect(ownerBy(tags)?.by).toBeUndefined()
  })

  it.each<[string, string]>([
    ['aws-controltower-AdministratorExecutionRole', 'AWS Control Tower'],
    ['AWSAccelerator-SessionManagerLogging', 'Landing Zone Accelerator on AWS'],
    ['StackSet-sessions-0b5e1f3a', 'CloudFormation StackSets'],
  ])('is told by its name: %s', (id, by) => {
    expect(ownerOf(healthyWorld(), { kind: 'role', id })?.by).toBe(by)
  })

  it('is told by the tags that come with the record of a role', () => {
    const world = healthyWorld()
    const role = world.records.roles['web']
    if (role) role.tags = { 'aws:cloudformation:stack-name': 'fleet' }
    expect(ownerOf(world, { kind: 'role', id: 'web' })).toEqual({ by: 'CloudFormation', name: 'fleet' })
  })

  it('is not known where its tags could not be read', () => {
    const world = healthyWorld()
    const thing = { kind: 'logGroup', id: '/ssm/a' } as const
    world.gaps.push({
      kind: 'resourceTags',
      id: 'logGroup /ssm/a',
      reason: 'AccessDenied: no',
      actions: ['logs:ListTagsForResource'],
    })
    expect(ownerUnknown(world, thing)).toBe(
      'its tags could not be read: AccessDenied: no (needs logs:ListTagsForResource)',
    )
    expect(ownerUnknown(world, { kind: 'logGroup', id: '/ssm/b' })).toBeUndefined()
  })
})
