import type { GrantStatement } from '../changes/change.ts'
import { textWithGrant } from './grant-text.ts'
import { statementsOf } from './statements.ts'
import type { Policy } from './types.ts'

/** One edit: a statement that got resources, or one that was added. */
export type StatementEdit =
  | {
      readonly kind: 'append'
      readonly policy: string
      readonly index: number
      readonly resources: readonly string[]
      /** The actions that it is to allow on them, where a home was given for them. */
      readonly actions?: readonly string[]
    }
  | { readonly kind: 'add'; readonly policy: string; readonly statement: GrantStatement }

/** How a caller who knows what the requests are for wants them written. */
export interface EditPurpose {
  /** The statement that allows them all: its Sid, and its resources as they are to be written. */
  readonly statement: GrantStatement
  /** The statement that was meant for an action, by the name of its policy. */
  readonly homeOf: (action: string) => { readonly policy: string; readonly index: number } | undefined
}

/** Appends the purpose's resources to the statements that were meant, each action where it belongs. */
export const appendAtHome = (
  drafts: Policy[],
  actions: readonly string[],
  { statement, homeOf }: EditPurpose,
): readonly StatementEdit[] => {
  const homed = actions.flatMap(action => {
    const home = homeOf(action)
    return home ? [{ action, home }] : []
  })
  const groups = groupBy(homed, ({ home }) => `${home.index} ${home.policy}`)
  return [...groups.values()].flatMap(group => {
    const [{ home }] = group as [(typeof homed)[0]]
    const at = drafts.findIndex(({ name, document }) => name === home.policy && holds(document, home.index))
    const draft = drafts[at]
    if (!draft) return []
    const part = { ...statement, actions: group.map(one => one.action) }
    drafts[at] = { ...draft, document: textWithGrant(draft.document as string, home.index, part) }
    return [{ kind: 'append', ...home, resources: part.resources, actions: part.actions }]
  })
}

/** Whether a document is text that can be edited, with a statement there that lists its resources. */
const holds = (document: unknown, index: number): boolean =>
  typeof document === 'string' &&
  statementsOf(document).statements.some(one => one.index === index && one.resources !== undefined)

/** A list by keys, in the order of their first appearance. */
export const groupBy = <T>(
  list: Iterable<T>,
  keyOf: (one: T) => string,
): ReadonlyMap<string, readonly T[]> => {
  const groups = new Map<string, T[]>()
  for (const one of list) {
    const group = groups.get(keyOf(one))
    if (group) group.push(one)
    else groups.set(keyOf(one), [one])
  }
  return groups
}
