import { AwsError, Interrupted } from '../core/errors.ts'
import { oneLine } from './one-line.ts'
import type { SessionOptions } from './session.ts'

interface Rule {
  readonly when: RegExp
  readonly says: (error: Error, options: SessionOptions) => string
}

const profileOf = ({ profile }: SessionOptions): string => profile ?? process.env['AWS_PROFILE'] ?? 'default'

// In this order: the first that matches the error's name, code or message speaks.
const RULES: readonly Rule[] = [
  {
    when: /Expired|has expired|is expired|expired token/i,
    says: (error, options) =>
      `they have expired (${oneLine(error)}); sign in again, with single sign-on by: aws sso login --profile ${profileOf(options)}`,
  },
  {
    when: /Could not resolve credentials using profile/i,
    says: (_, options) =>
      `there is no usable profile ${JSON.stringify(profileOf(options))}; list the profiles with: aws configure list-profiles`,
  },
  {
    when: /CredentialsProviderError|Could not load credentials/i,
    says: error =>
      `none were found (${oneLine(error)}); set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give --profile`,
  },
  {
    when: /TokenProviderError|SSOToken|SSO session/i,
    says: (error, options) =>
      `single sign-on gave none (${oneLine(error)}); sign in with: aws sso login --profile ${profileOf(options)}`,
  },
  {
    when: /InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|InvalidSignature|AuthFailure/i,
    says: error => `AWS does not know them (${oneLine(error)}); check the access key and its secret`,
  },
  {
    when: /AccessDenied|not authorized/i,
    says: error => `they were refused (${oneLine(error)}); check --role-arn and the policies of the caller`,
  },
  {
    when: /ENOTFOUND|EAI_AGAIN/,
    says: error =>
      `the endpoint's name is not known (${oneLine(error)}); check the network, the Region's name and AWS_ENDPOINT_URL`,
  },
  {
    when: /ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|EPIPE|ETIMEDOUT|TimeoutError|socket hang up/,
    says: error =>
      `the endpoint does not answer (${oneLine(error)}); check the network, a proxy and AWS_ENDPOINT_URL`,
  },
]

/** What ended the opening of a session, as one line: what was being done, what went wrong, what to do. */
export const explainFailure = (cause: unknown, options: SessionOptions): AwsError | Interrupted => {
  if (options.signal?.aborted)
    return new Interrupted('interrupted while asking AWS for the account', { cause })
  const error = cause instanceof Error ? cause : new Error(String(cause))
  const text = `${error.name} ${codeOf(error)} ${error.message}`
  const rule = RULES.find(({ when }) => when.test(text))
  const says =
    rule?.says(error, options) ??
    `the call failed (${oneLine(error)}); check the credentials and the endpoint`
  return new AwsError(`using the AWS credentials (sts:GetCallerIdentity): ${says}`, { cause })
}

const codeOf = (error: Error): string => {
  const inner: unknown = 'errors' in error && Array.isArray(error.errors) ? error.errors[0] : error
  return inner instanceof Error && 'code' in inner ? String(inner.code) : ''
}
