import type { KnownError } from './known-error.ts'
import * as node from './node-causes.ts'
import * as session from './session-causes.ts'

/** Lines of the agent's own log: on Linux /var/log/amazon/ssm/amazon-ssm-agent.log. */
export const AGENT_LOG_ERRORS: readonly KnownError[] = [
  {
    id: 'control-channel-denied',
    text: 'CreateControlChannel failed with error: … AccessDeniedException / Unauthorized',
    seenBy: 'agent-log',
    patterns: [
      ['CreateControlChannel failed', 'AccessDenied'],
      ['CreateControlChannel failed', 'Unauthorized'],
      ['CreateControlChannel failed with error'],
      ['not authorized to perform: ssmmessages:CreateControlChannel'],
    ],
    means: 'The node is registered and may not open its control channel: Online, and not to be connected to.',
    causes: [node.LACKS_CORE, session.LAYER_DENIES, node.STATIC_CREDENTIALS, node.NO_WAY_TO_MESSAGES],
  },
  {
    id: 'no-instance-role',
    text: 'EC2RoleRequestError: no EC2 instance role found caused by: EC2MetadataError: failed to make EC2Metadata request',
    seenBy: 'agent-log',
    patterns: [
      ['EC2RoleRequestError: no EC2 instance role found'],
      ['no EC2 instance role found'],
      ['EC2MetadataError', '404'],
      ['EC2MetadataError'],
    ],
    means: 'The metadata service has no credentials for this instance.',
    causes: [node.NO_ROLE, node.NO_METADATA],
  },
  {
    id: 'assume-role-unauthorized',
    text: 'AssumeRoleUnauthorizedAccess: EC2 cannot assume the role …',
    seenBy: 'agent-log',
    patterns: [['AssumeRoleUnauthorizedAccess']],
    means: 'The instance profile holds a role that EC2 may not assume.',
    causes: [node.BROKEN_TRUST],
  },
  {
    id: 'no-valid-credentials',
    text: 'no valid credentials could be retrieved for ec2 identity. Default Host Management Err: …',
    seenBy: 'agent-log',
    patterns: [
      ['no valid credentials could be retrieved for ec2 identity'],
      ['Default Host Management Err'],
      ['retrieved credentials failed to report to ssm'],
    ],
    means: 'Neither the instance profile nor Default Host Management gave credentials that serve.',
    causes: [node.NO_ROLE, node.LACKS_CORE, node.DHMC_PENDING, node.NO_METADATA, node.NO_WAY_TO_SSM],
  },
  {
    id: 'dhmc-skipped',
    text: 'Skipping default host management fallback',
    seenBy: 'agent-log',
    patterns: [['Skipping default host management fallback']],
    misleading: 'Default Host Management is not at fault: the agent never asked it.',
    means: 'The call with the instance profile failed for another reason than a missing permission.',
    causes: [node.NO_WAY_TO_SSM, node.NODE_CLOCK, node.STATIC_CREDENTIALS],
  },
  {
    id: 'dhmc-pending',
    text: 'ec2 instance not yet registered with Systems Manager',
    seenBy: 'agent-log',
    patterns: [['ec2 instance not yet registered with Systems Manager']],
    means: 'Default Host Management has not reached this instance yet.',
    causes: [node.DHMC_PENDING, node.NO_METADATA],
  },
  {
    id: 'fingerprint',
    text: 'MachineFingerprintDoesNotMatch: Fingerprint does not match',
    seenBy: 'agent-log',
    patterns: [
      ['MachineFingerprintDoesNotMatch'],
      ['Fingerprint does not match'],
      ['Not existing InstanceId mi-'],
    ],
    means: 'The machine is not the one that was registered.',
    causes: [node.DUPLICATE],
  },
  {
    id: 'hibernate',
    text: 'Agent is in hibernate mode. Reducing logging. Logging will be reduced to one log per backoff period',
    seenBy: 'agent-log',
    patterns: [['in hibernate mode'], ['entering hibernate'], ['entering SSM Agent hibernate']],
    means: 'The agent could not authenticate, and asks again ever more seldom.',
    causes: [node.NO_ROLE, node.LACKS_CORE, node.BROKEN_TRUST, node.DUPLICATE, node.NODE_CLOCK],
  },
  {
    id: 'update-instance-information-denied',
    text: '… is not authorized to perform: ssm:UpdateInstanceInformation on resource: …',
    seenBy: 'agent-log',
    patterns: [['not authorized to perform: ssm:UpdateInstanceInformation']],
    means: 'The role in use may not report to Systems Manager, so the node is no managed node.',
    causes: [node.LACKS_CORE, node.STATIC_CREDENTIALS, session.LAYER_DENIES],
  },
  {
    id: 'parse-task-message',
    text: 'Cannot parse AgentTask message to documentState …',
    seenBy: 'agent-log',
    patterns: [['Cannot parse AgentTask message to documentState']],
    means: 'The agent cannot read the preferences, and tells nobody: the screen stays blank.',
    causes: [session.BAD_PREFERENCES, node.AGENT_TOO_OLD],
  },
  {
    id: 'agent-downgrade',
    text: 'updating amazon-ssm-agent … please turn on allow downgrade to proceed',
    seenBy: 'agent-log',
    patterns: [['please turn on allow downgrade'], ['Unsupported on current platform']],
    means: 'The version that was asked for is not what this Region or platform offers.',
    causes: [
      {
        cause:
          'new versions reach Regions within two weeks; the node is ahead, or its platform is not served',
        look: 'https://s3.REGION.amazonaws.com/amazon-ssm-REGION/latest/VERSION',
        remedy: 'Wait, or leave the version away.',
      },
    ],
  },
  {
    id: 'clock-skew',
    text: 'SignatureDoesNotMatch / RequestTimeTooSkewed / InvalidSignatureException: Signature expired: … is now earlier than …',
    seenBy: 'agent-log',
    patterns: [
      ['SignatureDoesNotMatch'],
      ['RequestTimeTooSkewed'],
      ['InvalidSignatureException'],
      ['Signature expired:', 'is now earlier than'],
      ['Signature not yet current'],
    ],
    means:
      'AWS does not accept the signature. On a node it is its clock; on your computer also a wrong secret key.',
    causes: [
      node.NODE_CLOCK,
      {
        cause: 'the clock or the secret key of this computer is wrong',
        preflight: true,
        remedy: 'Synchronise the clock; enter the key pair again.',
      },
      node.STATIC_CREDENTIALS,
    ],
  },
]
