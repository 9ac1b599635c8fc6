import type { KnownError } from './known-error.ts'
import * as session from './session-causes.ts'

/** Calls that are refused, as the command line and the console show them. */
export const DENIALS: readonly KnownError[] = [
  {
    id: 'terminate-session-denied',
    text: 'An error occurred (AccessDeniedException) when calling the TerminateSession operation: User: … is not authorized to perform: ssm:TerminateSession on resource: …',
    seenBy: 'api',
    patterns: [
      ['not authorized to perform: ssm:TerminateSession', 'because no identity-based policy allows'],
      ['AccessDenied', 'TerminateSession'],
      ['not authorized to perform: ssm:TerminateSession'],
    ],
    misleading:
      'Nobody asked to end a session: the AWS CLI started one, did not find the plugin, and tried to tidy up. This text then replaces the one about the plugin.',
    means:
      'During start-session it means first that the session-manager-plugin is missing. At the end of a session it is a policy.',
    causes: [
      session.PLUGIN_MISSING,
      {
        cause: 'the policy allows it by ${aws:username}, which does not exist for roles and single sign-on',
        checks: ['access/username-variable'],
        remedy: 'Use ${aws:userid}, or the condition ssm:resourceTag/aws:ssmmessages:session-id.',
      },
      {
        cause: 'the policy lets people start sessions and not end their own',
        checks: ['access/own-sessions-allowed'],
        remedy:
          'Allow ssm:TerminateSession and ssm:ResumeSession on arn:aws:ssm:*:*:session/${aws:userid}-*.',
      },
    ],
  },
  {
    id: 'start-session-denied-on-node',
    text: 'An error occurred (AccessDeniedException) when calling the StartSession operation: User: … is not authorized to perform: ssm:StartSession on resource: arn:aws:ec2:…:instance/…',
    seenBy: 'api',
    patterns: [
      ['not authorized to perform: ssm:StartSession on resource:', ':instance/'],
      ['not authorized to perform: ssm:StartSession on resource:', ':managed-instance/'],
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
    patterns: [['not authorized to perform: ssm:StartSession on resource:', ':document/']],
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
    id: 'resume-session-denied',
    text: 'An error occurred (AccessDeniedException) when calling the ResumeSession operation: …',
    seenBy: 'api',
    patterns: [
      ['not authorized to perform: ssm:ResumeSession'],
      ['AccessDenied', 'ResumeSession'],
      ['ResumeSession', '403'],
    ],
    means:
      'The connection broke, and the client may not take the session up again. Tunnels die of this after an hour.',
    causes: [
      {
        ...session.CLIENT_CREDENTIALS,
        cause: 'temporary credentials have expired, which often live for an hour',
      },
      {
        cause: "the policy does not allow ssm:ResumeSession on the person's own sessions",
        checks: ['access/own-sessions-allowed', 'access/username-variable'],
        remedy: 'Allow ssm:ResumeSession on arn:aws:ssm:*:*:session/${aws:userid}-*.',
      },
    ],
  },
  {
    id: 'denied-by-service-control-policy',
    text: '… with an explicit deny in a service control policy',
    seenBy: 'api',
    patterns: [
      ['is not authorized to perform:', 'on resource:', 'with an explicit deny in a service control policy'],
      ['with an explicit deny in a service control policy'],
      ['because no service control policy allows the'],
    ],
    means: 'The organisation forbids the call. No policy of this account can allow it.',
    causes: [
      {
        cause: 'a service control policy denies, often a list of allowed services without ssmmessages:*',
        look: 'the policies of the organisation, from its management account',
        remedy: 'Have ssm:* and ssmmessages:* added to what the organisation allows.',
        commands: [
          'aws organizations list-policies-for-target --target-id ACCOUNT --filter SERVICE_CONTROL_POLICY',
        ],
      },
    ],
  },
  {
    id: 'denied-by-endpoint-policy',
    text: '… because no VPC endpoint policy allows the … action',
    seenBy: 'api',
    patterns: [
      ['is not authorized to perform:', 'on resource:', 'because no VPC endpoint policy allows'],
      ['because no VPC endpoint policy allows'],
      ['explicit deny in a VPC endpoint policy'],
    ],
    means:
      'The call went through an interface or gateway endpoint, and the policy on the endpoint does not let it pass.',
    causes: [
      {
        cause:
          'the policy of the endpoint does not allow the action, or asks for an organisation of unsigned calls',
        checks: ['network/endpoint-policy'],
        remedy: "Allow the action in the endpoint's policy; changes take some minutes.",
      },
    ],
  },
  {
    id: 'denied-by-session-policy',
    text: '… because no session policy allows the … action',
    seenBy: 'api',
    patterns: [
      ['is not authorized to perform:', 'on resource:', 'because no session policy allows'],
      ['because no session policy allows'],
      ['explicit deny in a session policy'],
    ],
    means: 'The role was assumed with a policy that cuts down what it may do.',
    causes: [
      {
        cause: 'the role was assumed with a session policy that lacks the action',
        look: 'how the role is assumed: the --policy and --policy-arns of AssumeRole, or the permission set',
        remedy: 'Assume the role without the session policy, or add the action to it.',
      },
    ],
  },
  {
    id: 'denied-by-boundary',
    text: '… because no permissions boundary allows the … action',
    seenBy: 'api',
    patterns: [
      ['is not authorized to perform:', 'on resource:', 'because no permissions boundary allows'],
      ['because no permissions boundary allows'],
      ['explicit deny in a permissions boundary'],
    ],
    means: 'The permissions boundary of the user or role cuts the action off, whatever its policies say.',
    causes: [
      {
        cause: 'the permissions boundary lacks the action',
        checks: ['identity/core-permissions', 'access/operator-can-start'],
        remedy: 'Add the action to the boundary, or have the boundary exchanged.',
      },
    ],
  },
  {
    id: 'open-data-channel-denied',
    text: '… is not authorized to perform: ssmmessages:OpenDataChannel on resource: …',
    seenBy: 'api',
    patterns: [['not authorized to perform: ssmmessages:OpenDataChannel']],
    means:
      "Newer plugins sign the connection with the person's credentials, so the person needs this action too.",
    causes: [session.OPEN_CHANNEL_DENIED, session.LAYER_DENIES_PERSON],
  },
]
