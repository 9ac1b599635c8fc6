import { describe, expect, it } from 'vitest'
import { checks } from '../../checks/index.ts'
import { selectChecks } from '../../src/cli/select-checks.ts'

const idsOf = (only: readonly string[], skip: readonly string[] = []): readonly string[] =>
  selectChecks(checks, { only, skip }).map(check => check.id)

describe('choosing checks', () => {
  it('takes all where nothing is said', () => {
    expect(idsOf([])).toEqual(checks.map(check => check.id))
  })

  it('takes areas and ids, in the order of the catalogue', () => {
    const ids = idsOf(['s3', 'logs/log-group-exists'])
    expect(ids[0]).toBe('logs/log-group-exists')
    expect(ids.slice(1).every(id => id.startsWith('s3/'))).toBe(true)
    expect(ids.length).toBeGreaterThan(3)
  })

  it('leaves out what is skipped, from what was taken too', () => {
    expect(idsOf(['logs'], ['logs/log-group-exists'])).not.toContain('logs/log-group-exists')
    expect(idsOf([], ['logs']).some(id => id.startsWith('logs/'))).toBe(false)
  })

  it.each([
    [['lgos'], [], 'reading --only: there is no check or area "lgos"; did you mean logs?'],
    [['log-group-exists'], [], 'did you mean logs/log-group-exists?'],
    [
      [],
      ['kms/key-usabel'],
      'reading --skip: there is no check or area "kms/key-usabel"; did you mean kms/key-usable?',
    ],
    [['something-else-entirely'], [], 'ssm-doctor list names them all'],
    [['s3'], ['s3'], '--only and --skip leave none'],
  ])('refuses --only %j --skip %j', (only, skip, says) => {
    expect(() => idsOf(only, skip)).toThrow(says)
  })
})
