import type { PortRange } from '../records.ts'
import { covers, meets, type Block } from './cidr.ts'
import type { Coverage } from './end.ts'

/** TCP to or from a run of addresses on a range of ports. */
export interface Area {
  readonly block: Block
  readonly ports: PortRange
}

/** What something lets through: all that is in any of its areas. */
export type Traffic = readonly Area[]

/** What either lets through. */
export const union = (a: Traffic, b: Traffic): Traffic => [...a, ...b]

/** What both let through. */
export const intersection = (a: Traffic, b: Traffic): Traffic =>
  a.flatMap(one => b.flatMap(other => common(one, other) ?? []))

const common = (a: Area, b: Area): Area | undefined => {
  const from = Math.max(a.ports.from, b.ports.from)
  const to = Math.min(a.ports.to, b.ports.to)
  if (from > to || !meets(a.block, b.block)) return undefined
  const first = a.block.first > b.block.first ? a.block.first : b.block.first
  const last = a.block.last < b.block.last ? a.block.last : b.block.last
  return { block: { family: a.block.family, first, last }, ports: { from, to } }
}

/** Whether all of an area lies in another. */
export const contains = (outer: Area, inner: Area): boolean =>
  covers(outer.block, inner.block) && outer.ports.from <= inner.ports.from && inner.ports.to <= outer.ports.to

/**
 * Cuts an area where others begin or end: each cell lies in or out of every one of them as a whole.
 */
export const cellsOf = (area: Area, cuts: Traffic): Traffic => {
  const near = cuts.flatMap(cut => common(area, cut) ?? [])
  const firsts = bounds(
    near.flatMap(({ block }) => [block.first, block.last + 1n]),
    area.block.first,
    area.block.last,
  )
  const froms = bounds(
    near.flatMap(({ ports }) => [BigInt(ports.from), BigInt(ports.to) + 1n]),
    BigInt(area.ports.from),
    BigInt(area.ports.to),
  )
  return runs(firsts, area.block.last).flatMap(([first, last]) =>
    runs(froms, BigInt(area.ports.to)).map(([from, to]) => ({
      block: { family: area.block.family, first, last },
      ports: { from: Number(from), to: Number(to) },
    })),
  )
}

const bounds = (at: readonly bigint[], first: bigint, last: bigint): readonly bigint[] =>
  [...new Set([first, ...at.filter(one => one > first && one <= last)])].toSorted((a, b) => (a < b ? -1 : 1))

const runs = (starts: readonly bigint[], last: bigint): readonly (readonly [bigint, bigint])[] =>
  starts.map((start, at) => [start, (starts[at + 1] ?? last + 1n) - 1n] as const)

/** How much of some areas is let through. */
export const coverage = (wanted: Traffic, let_: Traffic): Coverage => {
  const cells = wanted.flatMap(area => cellsOf(area, let_))
  const through = cells.filter(cell => let_.some(area => contains(area, cell)))
  if (through.length === 0) return 'none'
  return through.length === cells.length ? 'all' : 'some'
}
