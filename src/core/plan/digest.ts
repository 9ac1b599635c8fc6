import type { Change } from '../changes/change.ts'

/** FNV-1a, 64 bits, as 16 hexadecimal digits: tells plans apart; it guards nothing. */
export const digestOf = (text: string): string => {
  let hash = 0xcbf29ce484222325n
  for (let at = 0; at < text.length; at++) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(at))) * 0x100000001b3n)
  }
  return hash.toString(16).padStart(16, '0')
}

/** Digest of the changes of a plan, in their order: equal plans have equal digests. */
export const digestOfChanges = (changes: readonly Change[]): string => digestOf(JSON.stringify(changes))
