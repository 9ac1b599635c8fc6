import { describe, expect, it } from 'vitest'
import { mustBeEnabled } from '../../src/collect/region-names.ts'
import { partitionOf, validateRegions } from '../../src/collect/regions.ts'
import { UsageError } from '../../src/core/errors.ts'

describe('a Region', () => {
  it.each([
    ['eu-central-1', 'aws'],
    ['me-west-1', 'aws'],
    ['ap-southeast-9', 'aws'],
    ['cn-northwest-1', 'aws-cn'],
    ['us-gov-east-1', 'aws-us-gov'],
    ['eusc-de-east-1', 'aws-eusc'],
    ['us-iso-west-1', 'aws-iso'],
    ['us-isob-east-1', 'aws-iso-b'],
    ['eu-isoe-west-1', 'aws-iso-e'],
    ['us-isof-south-1', 'aws-iso-f'],
  ])('%s belongs to partition %s, known or new', (region, partition) => {
    expect(partitionOf(region)).toBe(partition)
    expect(() => validateRegions([region], partition)).not.toThrow()
  })

  it.each([
    ['eu-centrall-1', 'did you mean eu-central-1?'],
    ['us-esat-1', 'did you mean us-east-1?'],
    ['EU-WEST-1', 'did you mean eu-west-1?'],
    ['us-east-1a', 'did you mean us-east-1?'],
    [' eu-west-1', 'did you mean eu-west-1?'],
    ['', 'give a Region such as eu-central-1'],
    ['frankfurt', 'give a Region such as eu-central-1'],
    ['aws-global', 'give a Region such as eu-central-1'],
  ])('%j cannot be one', (region, hint) => {
    const check = (): void => validateRegions(['eu-west-1', region])
    expect(check).toThrow(UsageError)
    expect(check).toThrow(`there is no AWS Region ${JSON.stringify(region)}; ${hint}`)
  })

  it('of another partition than the credentials is refused', () => {
    expect(() => validateRegions(['cn-north-1'], 'aws')).toThrow(
      'reading --region: cn-north-1 belongs to partition aws-cn, the credentials to aws; use credentials of aws-cn',
    )
  })
})

describe('a Region that has to be enabled', () => {
  it.each([
    ['af-south-1', true],
    ['ap-southeast-3', true],
    ['eu-south-7', true],
    ['eu-west-1', false],
    ['us-east-1', false],
    ['cn-north-1', false],
    ['us-gov-west-1', false],
    ['nowhere', false],
  ])('%s: %s', (region, expected) => {
    expect(mustBeEnabled(region)).toBe(expected)
  })
})
