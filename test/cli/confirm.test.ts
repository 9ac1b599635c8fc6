import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { confirm, confirmEach, type Answer } from '../../src/cli/confirm.ts'

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

const chosen = async (text: string): Promise<readonly [Answer, string]> => {
  const input = new PassThrough()
  const output = new PassThrough()
  const things = ['create log group a', 'write policy b', 'enable key c']
  const answer = confirmEach('Carry out these 3 steps?', things, input, output)
  input.end(text)
  return [await answer, String(output.read())]
}

describe('the question with a choice', () => {
  it.each(['y\n', 'YES\n'])('takes %j for all', async text => {
    expect(await chosen(text)).toEqual(['yes', 'Carry out these 3 steps? [y/N, s to choose] '])
  })

  it.each(['', '\n', 'n\n', 'x\n', 'q\n'])('takes %j for none', async text => {
    expect((await chosen(text))[0]).toBe('no')
  })

  it.each<[string, number[]]>([
    ['s\ny\nn\ny\n', [0, 2]],
    ['s\n\nyes\n\n', [1]],
    ['select\ny\nq\n', [0]],
    ['s\nn\nn\nn\n', []],
    ['s\ny', [0]],
    ['s\n', []],
  ])('asks about each after %j', async (text, wanted) => {
    expect((await chosen(text))[0]).toEqual({ chosen: wanted })
  })

  it('names each thing with its number', async () => {
    const [, shown] = await chosen('s\nn\nn\nn\n')
    expect(shown).toContain('2/3 write policy b? [y/N, q for none of the rest] ')
  })
})
