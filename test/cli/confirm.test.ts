import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { confirm } from '../../src/cli/confirm.ts'

const answered = async (text: string): Promise<readonly [boolean, string]> => {
  const input = new PassThrough()
  const output = new PassThrough()
  const answer = confirm('Carry out these 3 steps?', input, output)
  input.end(text)
  return [await answer, String(output.read())]
}

describe('the question', () => {
  it.each(['y\n', 'Y\n', 'yes\n', ' YES \n', 'y'])('takes %j for yes', async text => {
    expect(await answered(text)).toEqual([true, 'Carry out these 3 steps? [y/N] '])
  })

  it.each(['', '\n', 'n\n', 'yess\n', 'yeah\n', 'no\ny\n', ' \n'])('takes %j for no', async text => {
    expect((await answered(text))[0]).toBe(false)
  })
})
