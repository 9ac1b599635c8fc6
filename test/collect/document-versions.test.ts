import { beforeEach, describe, expect, it } from 'vitest'
import type { DocumentVersion } from '../../src/core/records.ts'
import type { World } from '../../src/core/snapshot.ts'
import { linesOf, readOne } from './reading.ts'
import { deny, HOME, json, offline, recorded, refuse, startWire, type Answerer, type Wire } from './wire.ts'

offline()

const NAME = 'SSM-SessionManagerRunShell'

/** Each version says which it is. */
const numbered: Answerer = (call, nth) => {
  const answer = recorded(call, nth)
  const version = String(call.params['DocumentVersion'])
  return typeof answer === 'string' ? answer : { ...answer, body: answer.body.replace('"3"', `"${version}"`) }
}

const listing =
  (count: number, size = 50): Answerer =>
  call => {
    const from = Number(call.params['NextToken'] ?? 0)
    const numbers = Array.from({ length: count }, (_, at) => count - at).slice(from, from + size)
    return json({
      DocumentVersions: numbers.map(number => ({ Name: NAME, DocumentVersion: String(number) })),
      ...(from + size < count && { NextToken: String(from + size) }),
    })
  }

let wire: Wire
beforeEach(() => {
  wire = startWire()
  wire.on('ssm:GetDocument', numbered)
})

const readBack = (enough: (versions: readonly DocumentVersion[]) => boolean): Promise<World> =>
  readOne(['documentVersions'], { history: new Map([[HOME, enough]]) })

const numbersIn = ({ records }: World): string[] | undefined =>
  records.documentVersions?.[NAME]?.versions.map(({ version }) => version)

describe('the versions of the preferences', () => {
  it('are not read where nobody asks how far back', async () => {
    expect(await readOne(['documentVersions'])).toMatchObject({ records: { documentVersions: {} }, gaps: [] })
    expect(wire.names().filter(name => name.startsWith('ssm:'))).toEqual([])
  })

  it('are read from the newest back, by number and not by letter, until it is enough', async () => {
    expect(numbersIn(await readBack(versions => versions.length === 2))).toEqual(['10', '9'])
    expect(numbersIn(await readBack(() => false))).toEqual(['10', '9', '1'])
  })

  it('hold their text and when they were written', async () => {
    const world = await readBack(versions => versions.length === 1)
    expect(world.records.documentVersions?.[NAME]).toMatchObject({
      name: NAME,
      older: 2,
      versions: [{ version: '10', createdAt: '2023-11-14T22:13:20.250Z' }],
    })
  })

  it('are listed on every page, and read at most fifty deep', async () => {
    wire.on('ssm:ListDocumentVersions', listing(120))
    const world = await readBack(() => false)
    expect(numbersIn(world)?.slice(0, 2)).toEqual(['120', '119'])
    expect(world.records.documentVersions?.[NAME]).toMatchObject({ older: 70 })
    expect(wire.counts()).toMatchObject({ 'ssm:ListDocumentVersions': 3, 'ssm:GetDocument': 50 })
  })

  it('that were deleted since they were listed are none any more', async () => {
    wire.on('ssm:GetDocument', (call, nth) =>
      call.params['DocumentVersion'] === '9'
        ? refuse('InvalidDocumentVersion')(call, nth)
        : numbered(call, nth),
    )
    expect(numbersIn(await readBack(() => false))).toEqual(['10', '1'])
  })

  it('of a document that is gone are absent, and refused ones are a gap', async () => {
    wire.on('ssm:ListDocumentVersions', refuse('InvalidDocument'))
    expect(await readBack(() => false)).toMatchObject({ records: { documentVersions: {} }, gaps: [] })
    wire.on('ssm:ListDocumentVersions', deny)
    expect(linesOf((await readBack(() => false)).gaps)).toEqual(['documentVersions ssm:ListDocumentVersions'])
  })
})
