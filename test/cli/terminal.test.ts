import { describe, expect, it } from 'vitest'
import { wantsColor } from '../../src/cli/terminal.ts'

describe('colour', () => {
  it.each<[boolean, boolean, Record<string, string>, boolean]>([
    [true, false, {}, true],
    [false, false, {}, false],
    [true, true, { FORCE_COLOR: '1' }, false],
    [true, false, { NO_COLOR: '1' }, false],
    [true, false, { NO_COLOR: '' }, true],
    [false, false, { FORCE_COLOR: '1' }, true],
    [false, false, { FORCE_COLOR: '' }, true],
    [true, false, { FORCE_COLOR: '0' }, false],
    [false, false, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
    [true, false, { TERM: 'dumb' }, false],
  ])('on a terminal: %s, --no-color: %s, %j: %s', (isTerminal, forbidden, env, wanted) => {
    expect(wantsColor(isTerminal, forbidden, env)).toBe(wanted)
  })
})
