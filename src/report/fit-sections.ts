/** How much a page may hold. */
export interface Room {
  readonly most: number
  readonly sizeOf: (text: string) => number
}

/** A part of a page, its blocks in the order in which they matter. */
export interface Section {
  readonly head: string
  readonly blocks: readonly string[]
  /** How many blocks are shown at most, whatever the room. */
  readonly most?: number
  /** What stands between blocks. */
  readonly joint: '\n' | '\n\n'
  /** What is said of the blocks that are left out. */
  readonly rest: (count: number) => string
}

/** What a line about the rest may take. */
const REST = 200
const GAP = 2

/** Sections as one page within its room: the first blocks of the first sections, and how many are left out. */
export const fitSections = (sections: readonly Section[], { most, sizeOf }: Room): string => {
  const shown = sections.filter(({ blocks }) => blocks.length > 0)
  const heads = shown.reduce((sum, { head }) => sum + sizeOf(head) + REST + 2 * GAP, 0)
  let room = most - heads
  const pages = shown.map(section => {
    const kept: string[] = []
    for (const block of section.blocks) {
      const size = sizeOf(block) + GAP
      if (size > room || kept.length >= (section.most ?? Infinity)) break
      room -= size
      kept.push(block)
    }
    return page(section, kept)
  })
  return pages.join('\n\n')
}

const page = ({ head, blocks, joint, rest }: Section, kept: readonly string[]): string => {
  const left = blocks.length - kept.length
  const body = [...(head === '' ? [] : [head]), ...kept].join(joint)
  return left > 0 ? `${body}\n\n${rest(left)}` : body
}
