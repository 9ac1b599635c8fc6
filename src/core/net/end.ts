import { blockText, parseBlock, type Block, type Family } from './cidr.ts'

/** The other end of a connection, any of whose addresses may be used. */
export interface End {
  readonly family: Family
  /** `public`: addresses of AWS, which are not known one by one. */
  readonly blocks: readonly Block[] | 'public'
  /** The security groups of its interface. */
  readonly groupIds: readonly string[]
  /** Prefix lists that hold all its addresses. */
  readonly listIds: readonly string[]
}

/** How much of an end something holds for. */
export type Coverage = 'all' | 'some' | 'none'

/** aws: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html */
const NOT_PUBLIC = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '224.0.0.0/3',
]

const whole = (text: string): Block => parseBlock(text) as Block

/** The runs of addresses between others, within a block. */
const without = (block: Block, holes: readonly Block[]): readonly Block[] => {
  const found: Block[] = []
  let { first } = block
  for (const hole of holes.toSorted((a, b) => (a.first < b.first ? -1 : 1))) {
    if (hole.first > first) found.push({ family: block.family, first, last: hole.first - 1n })
    if (hole.last >= first) first = hole.last + 1n
  }
  return first <= block.last ? [...found, { family: block.family, first, last: block.last }] : found
}

/** Where public addresses are. Those of IPv6 are global unicast. */
const PUBLIC: Readonly<Record<Family, readonly Block[]>> = {
  ipv4: without(whole('0.0.0.0/0'), NOT_PUBLIC.map(whole)),
  ipv6: [whole('2000::/3')],
}

const EVERYWHERE: Readonly<Record<Family, readonly Block[]>> = {
  ipv4: [whole('0.0.0.0/0')],
  ipv6: [whole('::/0')],
}

/** The addresses that an end may use: any of its family where none is known. */
export const blocksOfEnd = ({ family, blocks }: End): readonly Block[] => {
  if (blocks === 'public') return PUBLIC[family]
  const known = blocks.filter(block => block.family === family)
  return known.length > 0 ? known : EVERYWHERE[family]
}

/** An end in words: its addresses, and its groups where it has any. */
export const endText = ({ blocks, groupIds }: End): string => {
  if (blocks === 'public') return 'public addresses'
  const shown = blocks.slice(0, 3).map(blockText)
  const more = blocks.length > shown.length ? ` and ${blocks.length - shown.length} more` : ''
  return [...(shown.length > 0 ? [`${shown.join(', ')}${more}`] : []), ...groupIds].join(' or ')
}
