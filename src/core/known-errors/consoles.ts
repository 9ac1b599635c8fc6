import type { KnownError } from './known-error.ts'
import * as node from './node-causes.ts'

/** What the consoles say, and what AWS says to those who register nodes. */
export const CONSOLE_ERRORS: readonly KnownError[] = [
  {
    id: 'not-configured',
    text: "The instance you selected isn't configured to use Session Manager.",
    seenBy: 'api',
    patterns: [['configured to use Session Manager']],
    means: 'The node is registered, and its control channel is down.',
    causes: [
      node.LACKS_CORE,
      node.AGENT_TOO_OLD,
      node.NO_WAY_TO_MESSAGES,
      node.STARVED,
      node.CHANNEL_DOWN,
      node.AGENT_SILENT,
    ],
  },
  {
    id: 'agent-not-online',
    text: 'SSM Agent is not online. The SSM Agent was unable to connect to a Systems Manager endpoint to register itself with the service.',
    seenBy: 'api',
    patterns: [
      ['SSM Agent is not online'],
      ['unable to connect to a Systems Manager endpoint to register itself'],
    ],
    means: 'The EC2 console found no registration of this instance with Systems Manager.',
    causes: [
      node.NO_WAY_TO_SSM,
      node.NO_ROLE,
      node.LACKS_CORE,
      node.DHMC_PENDING,
      node.NOT_REGISTERED,
      node.AGENT_SILENT,
      node.NO_METADATA,
    ],
  },
  {
    id: 'connection-lost',
    text: 'Connection lost (ConnectionLost, the ping status of a node)',
    seenBy: 'api',
    patterns: [['ConnectionLost'], ['ping status', 'connection lost']],
    means:
      'Systems Manager has not heard of the node for a while. Sessions to it fail with TargetNotConnected.',
    causes: [
      node.AGENT_SILENT,
      node.NODE_DOWN,
      node.NO_WAY_TO_SSM,
      node.LACKS_CORE,
      node.BROKEN_TRUST,
      node.NO_ROLE,
      node.NO_METADATA,
      node.DUPLICATE,
      node.NODE_CLOCK,
      node.STARVED,
    ],
  },
  {
    id: 'activation-role',
    text: 'An error occurred (ValidationException) when calling the CreateActivation operation: Nonexistent role or missing ssm service principal in trust policy: …',
    seenBy: 'api',
    patterns: [['Nonexistent role or missing ssm service principal in trust policy']],
    means: 'The service role for hybrid nodes is not one that Systems Manager may assume.',
    causes: [
      {
        cause: 'the role does not trust ssm.amazonaws.com, or for another account or Region',
        checks: ['hybrid/service-role-trust'],
        remedy:
          'Trust ssm.amazonaws.com with aws:SourceAccount and aws:SourceArn of this account and Region.',
      },
      {
        cause: 'the role was created seconds ago and is not known everywhere yet',
        look: 'whether it works a minute later',
        remedy: 'Try again after a minute.',
      },
    ],
  },
  {
    id: 'activation-expired',
    text: 'ActivationExpired: …',
    seenBy: 'agent-log',
    patterns: [['ActivationExpired'], ['activation', 'has expired'], ['RegistrationLimitExceeded']],
    means: 'The activation that the machine registers with has run out, by time or by number.',
    causes: [
      {
        cause:
          'the activation expired (after a day, where nothing else was said) or has registered its limit',
        checks: ['hybrid/activation-expired'],
        remedy:
          'Create a new activation and register with it. Machines that are registered are not affected.',
        commands: ['aws ssm create-activation --iam-role ROLE --registration-limit 10'],
      },
    ],
  },
  {
    id: 'advanced-tier',
    text: 'An error occurred (BadRequest) when calling the StartSession operation: Enable advanced-instances tier to use Session Manager with your on-premises instances',
    seenBy: 'api',
    patterns: [['Enable advanced-instances tier']],
    means:
      'Sessions to hybrid nodes once asked for the advanced-instances tier. It was done away with in July 2026.',
    causes: [
      {
        cause: 'the partition still asks for the advanced tier, or the text is an old one',
        look: '`aws ssm get-service-setting --setting-id /ssm/managed-instance/activation-tier`',
        remedy: 'Try again; where it stays, switch the tier to advanced.',
        commands: [
          'aws ssm update-service-setting --setting-id /ssm/managed-instance/activation-tier --setting-value advanced',
        ],
      },
    ],
  },
  {
    id: 'endpoint-with-route-tables',
    text: 'An error occurred (InvalidParameter) when calling the CreateVpcEndpoint operation: Route table IDs are only supported for Gateway type VPC Endpoint.',
    seenBy: 'api',
    patterns: [['Route table IDs are only supported for Gateway type']],
    means:
      'The endpoint was not made: interface endpoints take subnets and security groups, not route tables.',
    causes: [
      {
        cause:
          'an interface endpoint was asked for as a gateway endpoint is, so that its service stays out of reach',
        checks: ['network/ssm-path', 'network/ssmmessages-path', 'network/logs-path', 'network/kms-path'],
        remedy:
          'Ask again with --subnet-ids and --security-group-ids in the place of --route-table-ids, and private DNS on.',
        commands: [
          'aws ec2 create-vpc-endpoint --vpc-id VPC --vpc-endpoint-type Interface --service-name com.amazonaws.REGION.ssmmessages --subnet-ids SUBNET --security-group-ids GROUP --private-dns-enabled',
        ],
      },
    ],
  },
  {
    id: 'log-key-refused',
    text: 'The specified KMS Key Id could not be found, or: the specified KMS key does not exist or is not allowed to be used with Arn …',
    seenBy: 'api',
    patterns: [['KMS key does not exist or is not allowed to be used with']],
    means: 'CloudWatch Logs may not use the key that a log group shall have.',
    causes: [
      {
        cause: 'the key policy does not let logs.REGION.amazonaws.com use the key for this log group',
        checks: ['logs/key-allows-logs-service'],
        remedy: "Add the service to the key policy first, with the log group's ARN as encryption context.",
      },
    ],
  },
]
