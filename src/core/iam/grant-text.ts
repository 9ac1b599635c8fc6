import type { GrantStatement } from '../changes/change.ts'
import { addStatement, appendToStatement } from './edit.ts'
import { isHarmless } from './harmless.ts'
import { statementsOf, type PolicyStatement } from './statements.ts'

/** Whether an action may come with what a statement is given, though it was not asked for. */
export type MayComeAlong = (action: string, wanted: readonly string[]) => boolean

/**
 * A policy's text with a grant in it: appended to the statement at a position where all that this statement allows may
 * come along, else beside it. The one way in which a policy is edited.
 */
export const textWithGrant = (
  text: string,
  index: number,
  statement: GrantStatement,
  mayComeAlong: MayComeAlong = isHarmless,
): string => {
  const home = statementsOf(text).statements.find(one => one.index === index)
  if (!home || wouldWiden(home, statement, mayComeAlong))
    return textWithStatement(text, statement, mayComeAlong)
  return appendToStatement(text, index, statement)
}

/** A policy's text with a statement added, or with the one extended that an earlier grant of the same kind made. */
export const textWithStatement = (
  text: string,
  statement: GrantStatement,
  mayComeAlong: MayComeAlong = isHarmless,
): string => {
  const same = statementsOf(text).statements.find(one => one.sid === statement.sid)
  if (!same) return addStatement(text, statement)
  const isOurs = same.effect === 'Allow' && same.conditions.length === 0 && same.resources !== undefined
  if (isOurs && !wouldWiden(same, statement, mayComeAlong))
    return appendToStatement(text, same.index, statement)
  return textWithStatement(text, { ...statement, sid: `${statement.sid}2` }, mayComeAlong)
}

/** A pattern with a wildcard gives more than it names, whatever it covers. */
const wouldWiden = (
  { actions = [] }: PolicyStatement,
  { actions: wanted }: GrantStatement,
  mayComeAlong: MayComeAlong,
): boolean => actions.some(action => /[*?]/.test(action) || !mayComeAlong(action, wanted))
