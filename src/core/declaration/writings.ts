import type { Scope } from '../snapshot.ts'

/**
 * The ways in which a text may be written so that it holds in other places too: as it is, and with the Region, the
 * account or both left open. The plainest first.
 */
export const writings = (text: string, { region, accountId }: Scope): readonly string[] => {
  const open = (word: string, name: string) => (value: string) => value.replaceAll(word, `\${${name}}`)
  const [anyRegion, anyAccount] = [open(region, 'region'), open(accountId, 'account')]
  return [...new Set([text, anyRegion(text), anyAccount(text), anyAccount(anyRegion(text))])]
}

/** A text of the config as it reads in a place. */
export const readIn = (text: string, { region, accountId }: Scope): string =>
  text.replaceAll('${region}', region).replaceAll('${account}', accountId)
