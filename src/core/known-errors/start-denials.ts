import type { KnownError } from './known-error.ts'
import * as session from './session-causes.ts'

/** Sessions that are refused to a person before they begin. */
export const START_DENIALS: readonly KnownError[] = [
  {
    id: 'start-session-denied-on-node',
    text: 'An error occurred (AccessDeniedException) when calling the StartSession operation: User: … is not authorized to perform: ssm:StartSession on resource: arn:aws:ec2:…:instance/…',
    seenBy: 'api',
    patterns: [
      ['not authorized to perform: ssm:StartSession on resource:', ':instance/'],
      ['not authorized to perform: ssm:StartSession on resource:', ':managed-instance/'],
      ['AccessDeniedException', 'calling the StartSession', ':instance/'],
      ['AccessDeniedException', 'calling the StartSession', 'instance/i-'],
      ['AccessDeniedException', 'calling the StartSession', 'managed-instance/'],
    ],
    means: 'The policy of the person does not allow this node, or a tag that it asks for is not on the node.',
    causes: [
      session.MAY_NOT_START,
      {
        cause:
          "the policy asks for a tag that the node does not carry, or looks for it where the node's kind has none",
        checks: ['access/operator-can-start'],
        remedy: 'Tag the instance; hybrid nodes carry tags in Systems Manager, not in EC2.',
      },
      session.LAYER_DENIES_PERSON,
    ],
  },
  {
    id: 'start-session-denied-on-document',
    text: 'An error occurred (AccessDeniedException) when calling the StartSession operation: User: … is not authorized to perform: ssm:StartSession on resource: arn:aws:ssm:…:document/…',
    seenBy: 'api',
    patterns: [
      ['not authorized to perform: ssm:StartSession on resource:', ':document/'],
      ['AccessDeniedException', 'calling the StartSession', ':document/'],
    ],
    means: 'Starting a session needs the node and the document. The node is not what is refused here.',
    causes: [
      {
        cause: 'one statement names node and document with a tag condition: the document has no such tag',
        checks: ['access/tag-condition-on-document'],
        remedy: 'Split the statement: the tag condition belongs to the nodes alone.',
      },
      {
        cause: 'the document is not in the policy, or an AWS document is written with an account id',
        checks: ['access/operator-can-start'],
        remedy:
          "Allow arn:aws:ssm:REGION:ACCOUNT:document/SSM-SessionManagerRunShell; AWS's own have no account in their ARN.",
      },
      session.LAYER_DENIES_PERSON,
    ],
  },
  {
    id: 'start-session-denied',
    text: 'An error occurred (AccessDeniedException) when calling the StartSession operation: …',
    seenBy: 'api',
    general: true,
    patterns: [
      ['AccessDeniedException', 'calling the StartSession'],
      ['not authorized to perform: ssm:StartSession'],
    ],
    means:
      'The person may not start this session; the ARN at the end of the text says what of it is refused.',
    causes: [
      session.MAY_NOT_START,
      {
        cause: 'the document is not in the policy, or shares a statement with a tag condition',
        checks: ['access/operator-can-start', 'access/tag-condition-on-document'],
        remedy: 'Allow the document in a statement of its own: ssm-doctor policy operator writes it.',
      },
      session.LAYER_DENIES_PERSON,
    ],
  },
]
