import { statementsOf } from './statements.ts'

/** A statement of a resource's policy, as its service writes it. */
export interface ResourceStatement {
  readonly sid: string
  readonly effect: 'Allow' | 'Deny'
  readonly principal: '*' | Readonly<Record<string, string>>
  readonly actions: readonly string[]
  readonly resources: readonly string[]
  readonly condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>
}

type Json = Record<string, unknown>

/** A statement as JSON. */
export const resourceStatementJson = ({
  sid,
  effect,
  principal,
  actions,
  resources,
  condition,
}: ResourceStatement): Json => ({
  Sid: sid,
  Effect: effect,
  Principal: principal,
  Action: actions.length === 1 ? actions[0] : [...actions],
  Resource: resources.length === 1 ? resources[0] : [...resources],
  ...(condition && { Condition: condition }),
})

/**
 * A resource's policy with statements behind its own, each under a Sid that is free; one that is there word for word is
 * not added again. Every other statement stays as it is and where it is.
 * @throws SyntaxError where the text is not JSON
 */
export const textWithStatements = (text: string, added: readonly ResourceStatement[]): string => {
  const document = JSON.parse(text) as Json
  const taken = statementsOf(text).statements.flatMap(({ sid }) => sid ?? [])
  const written = listOf(document['Statement'])
  for (const statement of added) {
    const sid = freeSid(statement.sid, taken)
    if (written.some(one => isSame(one, statement))) continue
    written.push(resourceStatementJson({ ...statement, sid }))
    taken.push(sid)
  }
  document['Statement'] = written
  return JSON.stringify(document, undefined, /\n([ \t]+)\S/.exec(text)?.[1])
}

const listOf = (value: unknown): unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? [...(value as unknown[])] : [value]

const isSame = (written: unknown, added: ResourceStatement): boolean => {
  if (typeof written !== 'object' || written === null) return false
  const { Sid: _sid, ...own } = written as Json
  const { Sid: _other, ...theirs } = resourceStatementJson(added)
  return JSON.stringify(own) === JSON.stringify(theirs)
}

const freeSid = (sid: string, taken: readonly string[], number = 1): string => {
  const name = number === 1 ? sid : `${sid}${number}`
  return taken.includes(name) ? freeSid(sid, taken, number + 1) : name
}
