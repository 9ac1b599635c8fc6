import { awsCommand } from './aws-command.ts'
import type { Role } from '../records.ts'

/**
 * The command that adds a statement to a role's trust policy and leaves the rest of it as it is.
 * @returns undefined where the policy cannot be read: nobody shall write over what nobody understands
 */
export const trustCommand = ({ name, trustPolicy }: Role, statement: object): string | undefined => {
  const document = parsed(trustPolicy)
  if (!document) return undefined
  const statements = [document['Statement'] ?? []].flat()
  const text = JSON.stringify({ ...document, Statement: [...statements, statement] })
  return awsCommand('iam update-assume-role-policy', { 'role-name': name, 'policy-document': text })
}

const parsed = (text: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const document: unknown = JSON.parse(text)
    const isObject = typeof document === 'object' && document !== null && !Array.isArray(document)
    return isObject ? { ...document } : undefined
  } catch {
    return undefined
  }
}
