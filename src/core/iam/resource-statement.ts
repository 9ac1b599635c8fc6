import { statementsOf } from './statements.ts'

/** A statement of a resource's policy, as its service writes it. */
export interface ResourceStatement {
  readonly sid: string
  readonly effect: 'Allow' | 'Deny'
  readonly principal: '*' | Readonly<Record<string, string>>
  readonly actions: readonly string[]
  /** Empty in a trust policy, whose statements are about their role alone. */
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
  ...(resources.length > 0 && { Resource: resources.length === 1 ? resources[0] : [...resources] }),
  ...(condition && { Condition: condition }),
})

/**
 * A resource's policy with statements behind its own, each under a Sid that is free; one that is there word for word is
 * not added again. Every other statement stays as it is and where it is.
 * @throws SyntaxError where the text is no JSON object
 */
const textWithStatements = (text: string, added: readonly ResourceStatement[]): string => {
  const document = objectOf(text)
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

/** The same, or nothing where the text is no JSON object: nobody shall write over what nobody understands. */
export const writtenInto = (text: string, added: readonly ResourceStatement[]): string | undefined => {
  try {
    return textWithStatements(text, added)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

const objectOf = (text: string): Json => {
  const document: unknown = JSON.parse(text)
  if (typeof document === 'object' && document !== null && !Array.isArray(document)) return document as Json
  throw new SyntaxError('a policy is an object')
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
