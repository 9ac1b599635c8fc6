import type { KnownError } from './known-error.ts'
import * as session from './session-causes.ts'

/** Of the two ways that AWS documents, the one that holds for users and for roles. */
const OWN_SESSIONS =
  'Allow ssm:TerminateSession and ssm:ResumeSession on session/* where ssm:resourceTag/aws:ssmmessages:session-id equals ${aws:userid}: ssm-doctor policy operator writes that statement.'

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
        remedy: OWN_SESSIONS,
      },
      {
        cause: 'the policy lets people start sessions and not end their own',
        checks: ['access/own-sessions-allowed'],
        remedy: OWN_SESSIONS,
      },
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
        cause: "the policy does not allow ssm:ResumeSession on the person's own sessions",
        checks: ['access/own-sessions-allowed', 'access/username-variable'],
        remedy: OWN_SESSIONS,
      },
      {
        ...session.CLIENT_CREDENTIALS,
        cause: 'temporary credentials have expired, which often live for an hour',
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
