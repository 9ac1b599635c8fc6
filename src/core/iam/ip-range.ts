/** An address range: the address as a number, and how many of its leading bits count. */
export interface IpRange {
  readonly bits: 32 | 128
  readonly address: bigint
  readonly prefix: number
}

/** Reads an IPv4 or IPv6 address or CIDR range; undefined for anything else. */
export const ipRangeOf = (text: string): IpRange | undefined => {
  const [host = '', length, ...more] = text.split('/')
  const v4 = ipv4(host)
  const address = v4 ?? ipv6(host)
  if (address === undefined || more.length > 0) return undefined
  const bits = v4 === undefined ? 128 : 32
  const prefix = length === undefined ? bits : /^\d{1,3}$/.test(length) ? Number(length) : -1
  return prefix < 0 || prefix > bits ? undefined : { bits, address, prefix }
}

/** Whether a range holds an address. */
export const holdsAddress = (range: IpRange, { bits, address }: IpRange): boolean => {
  if (range.bits !== bits) return false
  const shift = BigInt(bits - range.prefix)
  return range.address >> shift === address >> shift
}

const ipv4 = (text: string): bigint | undefined => {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every(part => /^\d{1,3}$/.test(part) && Number(part) <= 255))
    return undefined
  return parts.reduce((sum, part) => (sum << 8n) | BigInt(part), 0n)
}

const ipv6 = (text: string): bigint | undefined => {
  const halves = text.split('::')
  if (halves.length > 2 || !text.includes(':')) return undefined
  const head = groupsOf(halves[0] as string)
  const tail = halves.length === 2 ? groupsOf(halves[1] as string) : []
  if (!head || !tail) return undefined
  const missing = 8 - head.length - tail.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined
  const groups = [...head, ...Array.from({ length: missing }, () => 0n), ...tail]
  return groups.reduce((sum, group) => (sum << 16n) | group, 0n)
}

/** Groups of 16 bits; a trailing IPv4 address is two of them. */
const groupsOf = (text: string): bigint[] | undefined => {
  if (text === '') return []
  const parts = text.split(':')
  const last = ipv4(parts.at(-1) as string)
  const groups = last === undefined ? parts : parts.slice(0, -1)
  if (!groups.every(group => /^[0-9a-f]{1,4}$/i.test(group))) return undefined
  const values = groups.map(group => BigInt(`0x${group}`))
  return last === undefined ? values : [...values, last >> 16n, last & 0xffffn]
}

/** The last address of a range. */
export const lastAddress = ({ bits, address, prefix }: IpRange): bigint =>
  address | ((1n << BigInt(bits - prefix)) - 1n)

/** An address as text. */
export const addressText = (address: bigint, bits: 32 | 128): string => {
  const [count, width, radix, mark] = bits === 32 ? ([4, 8, 10, '.'] as const) : ([8, 16, 16, ':'] as const)
  const groups = Array.from({ length: count }, (_, index) => {
    const shift = BigInt(width * (count - 1 - index))
    return ((address >> shift) & ((1n << BigInt(width)) - 1n)).toString(radix)
  })
  return groups.join(mark)
}
