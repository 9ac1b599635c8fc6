import { describe, expect, it } from 'vitest'
import { logTarget } from '../../../src/core/meant/log-target.ts'
import { objectTarget } from '../../../src/core/meant/object-target.ts'

const HERE = 'arn:aws:logs:eu-west-1:123456789012'
const GROUP = '/corp/ssm/sessions'

describe('a pattern for a log group', () => {
  it.each<[string, unknown]>([
    [`${HERE}:log-group:*`, 'covers'],
    [`${HERE}:*`, 'covers'],
    [`${HERE}:log-group:${GROUP}`, ['missing :*']],
    [`${HERE}:log-group:${GROUP}/*`, ['name']],
    [`${HERE}:log-group:${GROUP}:log-stream:i-*`, ['stream']],
    ['arn:aws:logs:us-east-1:123456789012:log-group:*', ['Region']],
    ['arn:aws:logs:us-east-1:123456789012:*', ['Region']],
    ['arn:aws:logs:us-east-1:123456789012:log-group:/corp/*', ['Region']],
    ['arn:aws-cn:logs:*:999999999999:log-group:*:*', ['partition', 'account']],
    [`${HERE}:log-group/${GROUP}:*`, ['form']],
    [`${HERE}:loggroup:${GROUP}:*`, ['form']],
    [`${HERE}:log-groups:${GROUP}:*`, ['form']],
    [`arn:aws:log:eu-west-1:123456789012:log-group:${GROUP}:*`, ['form']],
    [`${HERE}:log-group:*:log-stream:ecs/*`, undefined],
    [`${HERE}:log-group:/ecs/*`, undefined],
  ])('%s: %j', (pattern, expected) => {
    const miss = logTarget(`${HERE}:log-group:${GROUP}`).missOf(pattern)
    expect(typeof miss === 'object' ? miss.differences : miss).toEqual(expected)
  })
})

describe('a pattern for objects', () => {
  it.each<[string, unknown]>([
    ['arn:aws:s3:::corp-logs/*', 'covers'],
    ['arn:aws:s3:::corp-logs', ['bucket itself']],
    ['arn:aws:s3:::corp-logs/ssm', ['missing /*']],
    ['arn:aws:s3:::corp-logs/SSM/*', ['letter case']],
    ['arn:aws:s3:::corp-logs/ssm/*.txt', ['prefix']],
    ['arn:aws:s3:::corp-logs/other/*', ['prefix']],
    ['arn:aws:s3:::corp-*/other/*', ['prefix']],
    ['arn:aws:s3:::c*/other/*', ['prefix']],
    ['arn:aws:s3:::*/other/*', undefined],
    ['arn:aws:s3::corp-logs/ssm/*', ['form']],
    ['arn:aws:s3:eu-west-1:123456789012:corp-logs/ssm/*', ['form']],
    ['arn:aws:s3:::app-data/*', undefined],
  ])('%s: %j', (pattern, expected) => {
    const miss = objectTarget('arn:aws:s3:::corp-logs', 'arn:aws:s3:::corp-logs/ssm/SESSION.log').missOf(
      pattern,
    )
    expect(typeof miss === 'object' ? miss.differences : miss).toEqual(expected)
  })
})
