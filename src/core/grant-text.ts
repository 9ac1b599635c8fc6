import type { GrantStatement } from './changes/change.ts'
import { addStatement, appendToStatement } from './iam/edit.ts'
import { statementsOf } from './iam/statements.ts'
import { wouldWiden } from './widening.ts'

/**
 * A policy's text with a grant in it: appended to the statement that was meant, or beside it where that statement gives
 * more than is needed.
 */
export const textWithGrant = (text: string, index: number, statement: GrantStatement): string => {
  const meant = statementsOf(text).statements.find(one => one.index === index)
  if (!meant || wouldWiden(meant, statement.actions)) return textWithStatement(text, statement)
  return appendToStatement(text, index, statement)
}

/** A policy's text with a statement added, or with the one widened that an earlier grant of the same kind made. */
export const textWithStatement = (text: string, statement: GrantStatement): string => {
  const { statements } = statementsOf(text)
  const same = statements.find(one => one.sid === statement.sid)
  if (!same) return addStatement(text, statement)
  const isOurs = same.effect === 'Allow' && same.conditions.length === 0 && same.resources !== undefined
  if (isOurs && !wouldWiden(same, statement.actions)) return appendToStatement(text, same.index, statement)
  return textWithStatement(text, { ...statement, sid: `${statement.sid}2` })
}
