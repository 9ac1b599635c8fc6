import { describe, expect, it } from 'vitest'
import { kindsRead, readActions } from '../../src/collect/permissions.ts'

describe('the actions that reading needs', () => {
  it('are those of the kinds and of what they start from, each once and sorted', () => {
    expect(readActions(['keyPolicies', 'logGroups'])).toEqual([
      'kms:DescribeKey',
      'kms:GetKeyPolicy',
      'logs:DescribeLogGroups',
      'ssm:GetDocument',
    ])
    expect(readActions([])).toEqual([])
  })

  it('only look', () => {
    for (const action of readActions(['keyGrants', 'bucketEncryption', 'policies', 'policyHolders'])) {
      expect(action).toMatch(/:(Get|List|Describe)/)
    }
  })
})

describe('the kinds that are read', () => {
  it('are followed to where they start', () => {
    expect([...kindsRead(['policies'])].toSorted()).toEqual([
      'instanceProfiles',
      'instances',
      'managedNodes',
      'policies',
      'roles',
      'serviceSettings',
    ])
  })
})
