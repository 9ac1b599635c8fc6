import type { KnownError } from './known-error.ts'
import * as node from './node-causes.ts'
import * as session from './session-causes.ts'

/** Errors of the AWS API, as the command line and the console show them when a session is started. */
export const API_ERRORS: readonly KnownError[] = [
  {
    id: 'target-not-connected',
    text: 'An error occurred (TargetNotConnected) when calling the StartSession operation: i-… is not connected.',
    seenBy: 'api',
    patterns: [['TargetNotConnected'], ['is not connected.'], ['node is not connected']],
    misleading:
      'It says nothing about the network alone: one text for a wrong Region, a stopped node, a node without a role, and a blocked ssmmessages.',
    means:
      'AWS has no control channel from the node. The reason is on the side of the node, or in where was asked.',
    causes: [
      node.WRONG_PLACE,
      node.NODE_DOWN,
      node.AGENT_SILENT,
      node.NOT_REGISTERED,
      node.NO_ROLE,
      node.BROKEN_TRUST,
      node.LACKS_CORE,
      node.NO_WAY_TO_SSM,
      node.NO_WAY_TO_MESSAGES,
      node.CHANNEL_DOWN,
      node.NO_METADATA,
      node.DHMC_PENDING,
      node.DUPLICATE,
      { ...node.AGENT_TOO_OLD, cause: 'the SSM Agent is older than 2.3.68.0 and knows no sessions' },
    ],
  },
  {
    id: 'document-type-command',
    text: "An error occurred (InvalidDocument) when calling the StartSession operation: Document type: 'Command' is not supported. Only type: 'Session' is supported.",
    seenBy: 'api',
    patterns: [["Document type: 'Command' is not supported"], ["Only type: 'Session'"]],
    means: 'The document belongs to Run Command; sessions take documents of type Session alone.',
    causes: [
      {
        cause: 'a Command document was given to start-session',
        look: 'the --document-name of the command',
        remedy:
          'Leave --document-name away, use AWS-StartInteractiveCommand, or send the document by Run Command.',
      },
    ],
  },
  {
    id: 'invalid-document',
    text: 'An error occurred (InvalidDocument) when calling the StartSession operation: Document with name … does not exist.',
    seenBy: 'api',
    patterns: [
      ['(InvalidDocument)', 'StartSession'],
      ['InvalidDocument', 'does not exist'],
      ['Document with name', 'does not exist'],
      ['document does not exist'],
      ['(InvalidDocument)'],
    ],
    means: 'The session document of that name is not here.',
    causes: [
      {
        cause: 'the name is misspelt, or the document is in another Region or not shared with this account',
        look: 'the --document-name of the command, and the documents that are here',
        remedy: 'Create or share the document in this Region.',
        commands: ['aws ssm list-documents --filters Key=DocumentType,Values=Session'],
      },
      {
        cause: 'the preferences were written to a document of another name, and the usual one does not exist',
        checks: ['preferences/document-exists', 'preferences/no-decoy-document'],
        remedy: 'Create the preferences document SSM-SessionManagerRunShell.',
      },
    ],
  },
  {
    id: 'document-already-exists',
    text: 'An error occurred (DocumentAlreadyExists) when calling the CreateDocument operation: Document with same name SSM-SessionManagerRunShell already exists',
    seenBy: 'api',
    patterns: [['DocumentAlreadyExists'], ['Document with same name', 'already exists']],
    means:
      'The preferences document is there already; the console makes it the first time that preferences are saved.',
    causes: [
      {
        cause: 'infrastructure code creates a document that the console or another stack has made before',
        look: '`aws ssm describe-document --name SSM-SessionManagerRunShell`',
        remedy: 'Import the document into the code, or update it and set the new version as the default.',
        commands: ['terraform import aws_ssm_document.NAME SSM-SessionManagerRunShell'],
      },
    ],
  },
  {
    id: 'expired-token',
    text: 'An error occurred (ExpiredTokenException) when calling the StartSession operation: The security token included in the request is expired',
    seenBy: 'api',
    patterns: [
      ['The security token included in the request is expired'],
      ['ExpiredToken'],
      ['Token has expired'],
      ['SSO session', 'has expired'],
    ],
    means: 'The credentials on this computer have run out.',
    causes: [session.CLIENT_CREDENTIALS],
  },
  {
    id: 'start-session-throttled',
    text: 'An error occurred (ThrottlingException) when calling the StartSession operation: Rate exceeded',
    seenBy: 'api',
    patterns: [
      ['ThrottlingException', 'StartSession'],
      ['StartSession', 'Rate exceeded'],
      ['ThrottlingException'],
      ['Rate exceeded'],
    ],
    means: 'Too many sessions were started at once; a Region takes three a second.',
    causes: [
      {
        cause: 'more than three StartSession calls a second in this account and Region',
        look: 'scripts that open sessions side by side',
        remedy: 'Start sessions one after the other, with AWS_RETRY_MODE=adaptive.',
      },
    ],
  },
]
