type Json = Readonly<Record<string, unknown>>

/** Whether a policy is the one that AWS gives to an endpoint, or says the same. */
export const allowsEverything = (text: string): boolean => {
  try {
    const { Statement = [] } = JSON.parse(text) as { readonly Statement?: Json | readonly Json[] }
    const statements = [Statement].flat()
    return statements.length === 1 && statements.every(isOpen)
  } catch {
    return false
  }
}

const isOpen = (statement: Json): boolean =>
  statement['Effect'] === 'Allow' &&
  isStar(statement['Action']) &&
  isStar(statement['Resource']) &&
  (isStar(statement['Principal']) || isStar((statement['Principal'] as Json | undefined)?.['AWS'])) &&
  statement['Condition'] === undefined

const isStar = (value: unknown): boolean => value === '*' || (Array.isArray(value) && value.includes('*'))

/** Nobody that calls from a node is the root user of an account. */
const ROOT_USER = 'arn:aws:iam::000000000000:root'

/**
 * The policy of a gateway endpoint, as AWS takes it: there an account as the principal is its root user alone, and not
 * its roles.
 *
 * aws: https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html#vpc-endpoint-policies-gateway
 */
export const asGatewayTakes = (text: string): string => {
  try {
    const document = JSON.parse(text) as { readonly Statement?: Json | readonly Json[] }
    const { Statement = [] } = document
    const statements = [Statement].flat()
    return statements.some(namesAccount)
      ? JSON.stringify({ ...document, Statement: statements.map(forRootAlone) })
      : text
  } catch {
    return text
  }
}

/** Whether a policy allows something to an account as the principal. */
export const namesAccounts = (text: string): boolean => asGatewayTakes(text) !== text

const principalsOf = ({ Principal }: Json): readonly unknown[] =>
  typeof Principal === 'object' && Principal !== null ? [(Principal as Json)['AWS'] ?? []].flat() : []

const isAccount = (value: unknown): boolean =>
  typeof value === 'string' && /^(?:\d{12}|arn:[^:]*:iam::\d{12}:root)$/.test(value)

const namesAccount = (statement: Json): boolean =>
  statement['Effect'] === 'Allow' && principalsOf(statement).some(isAccount)

const forRootAlone = (statement: Json): Json => {
  if (!namesAccount(statement)) return statement
  const AWS = principalsOf(statement).map(value => (isAccount(value) ? ROOT_USER : value))
  return { ...statement, Principal: { ...(statement['Principal'] as Json), AWS } }
}
