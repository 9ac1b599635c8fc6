import { describe, expect, it } from 'vitest'
import { compareVersions, isVersion, olderThan } from '../../../src/core/session/agent-version.ts'

describe('a version of the agent', () => {
  it('is compared as four integers', () => {
    expect(olderThan('3.3.40.0', '3.3.100.0')).toBe(true)
    expect(olderThan('3.10.0.0', '3.9.999.0')).toBe(false)
    expect(olderThan('3.3', '3.3.0.0')).toBe(false)
    expect(compareVersions('3.2.582.0', '3.2.582.0')).toBe(0)
  })

  it('is read without what a packager put behind it', () => {
    expect(isVersion('3.3.4121.0-1.amzn2023')).toBe(true)
    expect(compareVersions('3.3.4121.0-1', '3.3.4121.0')).toBe(0)
  })

  it.each(['', ' ', 'unknown', '3', 'v3.3', '3.3.1.0.5', '3.x.1'])(
    'is not told by %j, which is not older',
    text => {
      expect(isVersion(text)).toBe(false)
      expect(olderThan(text, '3.2.582.0')).toBe(false)
    },
  )

  it('that is absent is not older', () => {
    expect(olderThan(undefined, '3.2.582.0')).toBe(false)
  })
})
