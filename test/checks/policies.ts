import { LOGGING_POLICY, policyDocument, preferencesContent } from '../support/healthy.ts'
import type { BreakableWorld } from '../support/mutable.ts'

type Statement = Record<string, unknown>

const parsed = (document: string): Statement[] => {
  const read: { Statement: Statement | Statement[] } = JSON.parse(document)
  return Array.isArray(read.Statement) ? read.Statement : [read.Statement]
}

const edited = (
  document: string,
  sid: string,
  edit: (statement: Statement) => Statement | undefined,
): string =>
  policyDocument(
    parsed(document).flatMap(statement => (statement['Sid'] === sid ? (edit(statement) ?? []) : statement)),
  )

/** Edits one statement of the managed logging policy, which roles web and hybrid-node share; `undefined` removes it. */
export const editShared = (
  world: BreakableWorld,
  sid: string,
  edit: (statement: Statement) => Statement | undefined,
): void => {
  const policy = world.records.policies[LOGGING_POLICY]
  if (policy) policy.document = edited(policy.document, sid, edit)
}

/** Edits one statement of role db's inline policy; `undefined` removes it. */
export const editInline = (
  world: BreakableWorld,
  sid: string,
  edit: (statement: Statement) => Statement | undefined,
): void => {
  const inline = world.records.roles['db']?.inline
  const text = inline?.['session-logging-inline']
  if (inline && text !== undefined) inline['session-logging-inline'] = edited(text, sid, edit)
}

/** Adds an inline policy to a role. */
export const addInline = (
  world: BreakableWorld,
  role: string,
  name: string,
  ...statements: Statement[]
): void => {
  const found = world.records.roles[role]
  if (found) found.inline[name] = policyDocument(statements)
}

/** Puts a permissions boundary around a role. */
export const bound = (
  world: BreakableWorld,
  role: string,
  name: string,
  ...statements: Statement[]
): void => {
  const arn = `arn:aws:iam::123456789012:policy/${name}`
  world.records.policies[arn] = { arn, name, document: policyDocument(statements) }
  const found = world.records.roles[role]
  if (found) found.boundaryArn = arn
}

/** Overrides inputs of the preferences. */
export const prefer = (world: BreakableWorld, inputs: Record<string, unknown>): void => {
  const document = world.records.preferencesDocuments['SSM-SessionManagerRunShell']
  if (document) document.default.content = preferencesContent(inputs)
}

/** Adds a latest version that is not the default, with other inputs. */
export const preferLater = (world: BreakableWorld, inputs: Record<string, unknown>): void => {
  const document = world.records.preferencesDocuments['SSM-SessionManagerRunShell']
  if (document) document.latest = { version: '4', content: preferencesContent(inputs) }
}
