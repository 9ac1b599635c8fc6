interface Place {
  readonly accountId: string
  readonly region: string
}

const WRITES = /^(\*|logs:(\*|Put\*|Create\*|PutLog\w*\*?|CreateLog\w*\*?))$/i
const GROUP_ARN = /^arn:[^:]*:logs:([^:]*):([^:]*):log-group:([^:]+)/

/**
 * The log groups that policies let their holders write to, by their literal names in this place; patterns name none.
 * @param texts policy documents; one that is not JSON names none
 */
export const groupsNamedByPolicies = (texts: readonly string[], place: Place): readonly string[] => {
  const names = texts.flatMap(statementsOf).filter(grantsWriting).flatMap(resourcesOf).flatMap(nameIn(place))
  return [...new Set(names)].toSorted()
}

interface Statement {
  readonly Effect?: unknown
  readonly Action?: unknown
  readonly Resource?: unknown
}

const listed = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value]

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

const statementsOf = (text: string): readonly Statement[] => {
  try {
    const document: unknown = JSON.parse(text)
    return isObject(document) && 'Statement' in document ? listed(document.Statement).filter(isObject) : []
  } catch {
    return []
  }
}

const grantsWriting = ({ Effect, Action }: Statement): boolean =>
  Effect === 'Allow' && listed(Action).some(action => typeof action === 'string' && WRITES.test(action))

const resourcesOf = ({ Resource }: Statement): readonly string[] =>
  listed(Resource).filter(resource => typeof resource === 'string')

const nameIn =
  ({ accountId, region }: Place) =>
  (resource: string): readonly string[] => {
    const [, itsRegion = '', itsAccount = '', name = ''] = GROUP_ARN.exec(resource) ?? []
    const here = [region, '*', ''].includes(itsRegion) && [accountId, '*', ''].includes(itsAccount)
    return here && name !== '' && !/[*?$]/.test(name) ? [name] : []
  }
