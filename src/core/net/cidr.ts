import { boundedCache } from '../iam/bounded-cache.ts'

export type Family = 'ipv4' | 'ipv6'

/** A run of addresses, both ends included. */
export interface Block {
  readonly family: Family
  readonly first: bigint
  readonly last: bigint
}

const BITS: Readonly<Record<Family, number>> = { ipv4: 32, ipv6: 128 }

/** The family that a text looks like. */
export const familyOf = (text: string): Family => (text.includes(':') ? 'ipv6' : 'ipv4')

/**
 * Reads a CIDR block or a single address; bits behind the prefix count as 0, as EC2 stores them.
 * @returns undefined where the text is neither
 *
 * aws: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
 */
export const parseBlock: (text: string) => Block | undefined = boundedCache(10_000, text => readBlock(text))

const readBlock = (text: string): Block | undefined => {
  const [address = '', prefix, ...rest] = text.split('/')
  const family = familyOf(address)
  const bits = BITS[family]
  const length = prefix === undefined ? bits : /^\d{1,3}$/.test(prefix) ? Number(prefix) : Number.NaN
  const value = family === 'ipv4' ? parseIpv4(address) : parseIpv6(address)
  if (value === undefined || rest.length > 0 || !(length <= bits)) return undefined
  const size = 1n << BigInt(bits - length)
  const first = value - (value % size)
  return { family, first, last: first + size - 1n }
}

const parseIpv4 = (text: string): bigint | undefined => {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every(part => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256))
    return undefined
  return parts.reduce((value, part) => (value << 8n) + BigInt(part), 0n)
}

/** aws: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-ip-addressing.html */
const parseIpv6 = (text: string): bigint | undefined => {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const [head, tail] = halves.map(wordsOf)
  if (!head || (halves.length === 2 && !tail)) return undefined
  const missing = 8 - head.length - (tail?.length ?? 0)
  if (tail ? missing < 1 : missing !== 0) return undefined
  const words = [...head, ...Array.from({ length: tail ? missing : 0 }, () => 0n), ...(tail ?? [])]
  return words.reduce((value, word) => (value << 16n) + word, 0n)
}

/** The 16-bit words of a part of an IPv6 address; the last may be written as IPv4. */
const wordsOf = (text: string): readonly bigint[] | undefined => {
  if (text === '') return []
  const words: bigint[] = []
  const parts = text.split(':')
  for (const [at, part] of parts.entries()) {
    const v4 = at === parts.length - 1 && part.includes('.') ? parseIpv4(part) : undefined
    if (v4 !== undefined) words.push(v4 >> 16n, v4 & 0xffffn)
    else if (/^[0-9a-f]{1,4}$/i.test(part)) words.push(BigInt(`0x${part}`))
    else return undefined
  }
  return words
}

/** Whether every address of one block is in another. */
export const covers = (outer: Block, inner: Block): boolean =>
  outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last

/** Whether two blocks have an address in common. */
export const meets = (a: Block, b: Block): boolean =>
  a.family === b.family && a.first <= b.last && b.first <= a.last

/** A block as people write it: an address, a CIDR block, or two ends. */
export const blockText = ({ family, first, last }: Block): string => {
  if (first === last) return addressText(family, first)
  const size = last - first + 1n
  const power = size.toString(2).length - 1
  const aligned = 1n << BigInt(power) === size && first % size === 0n
  return aligned
    ? `${addressText(family, first)}/${BITS[family] - power}`
    : `${addressText(family, first)}-${addressText(family, last)}`
}

const addressText = (family: Family, value: bigint): string =>
  family === 'ipv4'
    ? [24n, 16n, 8n, 0n].map(shift => String((value >> shift) & 255n)).join('.')
    : shortened([7n, 6n, 5n, 4n, 3n, 2n, 1n, 0n].map(at => ((value >> (at * 16n)) & 0xffffn).toString(16)))

/** The longest run of zeros is left out. */
const shortened = (words: readonly string[]): string => {
  const runs = [...words.join(':').matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)].map(found => found[0])
  const longest = runs.toSorted((a, b) => b.length - a.length)[0]
  if (longest === undefined) return words.join(':')
  const [before = '', after = ''] = splitOnce(words.join(':'), longest)
  return `${before}::${after.replace(/^:/, '')}`
}

const splitOnce = (text: string, at: string): readonly string[] => {
  const index = text.indexOf(at)
  return [text.slice(0, index), text.slice(index + at.length)]
}
