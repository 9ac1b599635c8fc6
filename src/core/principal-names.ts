import { ANY_TEXT, globOf, globTest } from './iam/pattern.ts'

/** Whether a text is like a pattern in which `*` stands for any text, slashes among it, and all else for itself. */
export const isLike = (pattern: string, text: string): boolean =>
  globTest(globOf(pattern.split(/(\*)/).map(part => (part === '*' ? ANY_TEXT : part))), text)

/**
 * Whether a pattern of the config names a role or user. A pattern without a path names it under any path, since names
 * are unique in an account: the roles of IAM Identity Center have long ones.
 *
 * aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-friendly-names
 */
export const namesPrincipal = (pattern: string, arn: string): boolean =>
  isLike(pattern, arn) || isLike(pattern, withoutPath(arn))

const withoutPath = (arn: string): string => arn.replace(/:(role|user)\/.*\//, ':$1/')
