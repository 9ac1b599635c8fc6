import type { KnownError } from './known-error.ts'
import * as session from './session-causes.ts'

/** Told by the AWS CLI before any session is asked for: this computer is not set up, or not for this. */
export const SET_UP_ERRORS: readonly KnownError[] = [
  {
    id: 'no-credentials',
    text: 'Unable to locate credentials. You can configure credentials by running "aws configure".',
    seenBy: 'client',
    patterns: [['Unable to locate credentials'], ['The config profile', 'could not be found']],
    means: 'The AWS CLI found no credentials on this computer, so nothing was asked of AWS.',
    causes: [
      {
        cause: 'no profile, variables or single sign-on give credentials here',
        preflight: true,
        remedy: 'Sign in, or name the profile with --profile or AWS_PROFILE.',
        commands: ['aws configure list-profiles', 'aws sso login'],
      },
    ],
  },
  {
    id: 'no-region',
    text: 'You must specify a region. You can also configure your region by running "aws configure".',
    seenBy: 'client',
    patterns: [['You must specify a region']],
    means: 'Sessions are sought in one Region alone, and none was named.',
    causes: [
      {
        cause: 'neither the command nor the environment nor the profile names a Region',
        preflight: true,
        remedy: 'Give --region, or set AWS_REGION, to the Region of the node.',
        commands: ['aws configure get region'],
      },
    ],
  },
  {
    id: 'invalid-token',
    text: 'An error occurred (UnrecognizedClientException) when calling the StartSession operation: The security token included in the request is invalid.',
    seenBy: 'api',
    patterns: [
      ['The security token included in the request is invalid'],
      ['UnrecognizedClientException'],
      ['InvalidClientTokenId'],
    ],
    means: 'AWS does not know these credentials, or not in this Region or partition.',
    causes: [
      {
        ...session.CLIENT_CREDENTIALS,
        cause: 'the access key was deleted or mistyped, or temporary credentials lack their session token',
      },
      {
        cause: 'the Region is not enabled in the account, or belongs to another partition',
        look: '`aws account list-regions`, and whether the same call works in us-east-1',
        remedy: 'Enable the Region, or use credentials of its partition.',
      },
    ],
  },
  {
    id: 'endpoint-not-reached',
    text: 'Could not connect to the endpoint URL: "https://ssm.….amazonaws.com/"',
    seenBy: 'client',
    patterns: [['Could not connect to the endpoint URL'], ['Connect timeout on endpoint URL']],
    means: 'This computer had no answer from AWS. Nothing is said of the node.',
    causes: [
      {
        cause: 'the Region in the address is misspelt, so that no such host exists',
        preflight: true,
        remedy: 'Compare the Region in the text with that of the node.',
      },
      {
        cause: "a proxy, firewall or VPN of this computer's network is in between",
        preflight: true,
        remedy: 'Let ssm.REGION.amazonaws.com and ssmmessages.REGION.amazonaws.com through.',
      },
    ],
  },
]
