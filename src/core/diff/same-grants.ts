import { keyOf, type Element, type Elements } from './statement-elements.ts'

/** Lists of which each member says something by itself: a statement with two of them is as two statements. */
const APART = ['Principal', 'Action', 'Resource']

/** More than this nobody takes apart: such statements are compared as they stand. */
const MOST_PARTS = 20_000

/** Whether statements say the same, however what they say is shared out among them. */
export const sameGrants = (before: readonly Elements[], after: readonly Elements[]): boolean => {
  const was = partsOf(before)
  const is = partsOf(after)
  return was !== undefined && is !== undefined && was.size === is.size && [...was].every(part => is.has(part))
}

const partsOf = (statements: readonly Elements[]): ReadonlySet<string> | undefined => {
  const count = statements.reduce((sum, elements) => sum + countOf(elements), 0)
  return count > MOST_PARTS ? undefined : new Set(statements.flatMap(takenApart))
}

const countOf = (elements: Elements): number =>
  APART.reduce((product, name) => product * Math.max(1, elements.get(name)?.members.size ?? 1), 1)

const takenApart = (elements: Elements): readonly string[] => {
  const whole = new Map([...elements].filter(([name]) => !APART.includes(name)))
  const lists = APART.flatMap(name => elements.get(name) ?? [])
  const rest = keyOf(whole)
  return lists.reduce<readonly string[]>((parts, list) => parts.flatMap(part => each(part, list)), [rest])
}

const each = (part: string, { name, members }: Element): readonly string[] =>
  [...members.keys()].map(member => `${part}\n${name}\n${JSON.stringify(member)}`)
