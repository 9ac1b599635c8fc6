import { AwsError, Interrupted } from '../core/errors.ts'
import { mustBeEnabled } from './region-names.ts'
import { oneLine } from './one-line.ts'
import type { SessionOptions } from './session-options.ts'

interface Rule {
  readonly when: RegExp
  readonly says: (error: Error, options: SessionOptions) => string
}

const profileOf = ({ profile }: SessionOptions): string => profile ?? process.env['AWS_PROFILE'] ?? 'default'

const notFound = (error: Error, options: SessionOptions): string => {
  const profile = options.profile ?? process.env['AWS_PROFILE']
  return profile === undefined
    ? `none were found (${oneLine(error)}); set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give --profile`
    : `profile ${JSON.stringify(profile)} gives none (${oneLine(error)}); list the profiles with: aws configure list-profiles`
}

// In this order: the first that matches the error's name, code or message speaks.
const RULES: readonly Rule[] = [
  {
    when: /SSO session|aws sso login|TokenProviderError|SSOToken/i,
    says: (error, options) =>
      `single sign-on gave none (${oneLine(error)}); sign in with: aws sso login --profile ${profileOf(options)}`,
  },
  {
    when: /Expired|has expired|is expired/i,
    says: (error, options) =>
      `they have expired (${oneLine(error)}); get new ones, with single sign-on by: aws sso login --profile ${profileOf(options)}`,
  },
  {
    when: /CredentialsProviderError|Could not (load|resolve) credentials/i,
    says: (error, options) => notFound(error, options),
  },
  {
    when: /InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|InvalidSignature|AuthFailure/i,
    says: (error, { region }) => {
      const closed = region !== undefined && mustBeEnabled(region)
      const also = closed ? `, and that the account has enabled ${region}` : ''
      return `AWS does not know them (${oneLine(error)}); check the access key and its secret${also}`
    },
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
