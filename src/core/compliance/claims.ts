import type { Claim } from './types.ts'

/**
 * What the checks show, one statement each, and the controls that it is evidence for, in the words of why. A control
 * asks for more than any of these: they are evidence for it, never proof that it is met.
 */
export const CLAIMS: readonly Claim[] = [
  {
    shows:
      'Session Manager is set up to record sessions, in the document that sessions read, as it was meant',
    checks: [
      'preferences/document-exists',
      'preferences/schema-valid',
      'preferences/default-version-current',
      'preferences/logging-enabled',
      'preferences/streaming-enabled',
      'preferences/no-decoy-document',
      'preferences/custom-document-logging',
    ],
    controls: {
      'nist-800-53': ['AC-17(1)', 'AU-2', 'AU-12', 'AU-14', 'MA-4(1)', 'AC-6(9)'],
      'pci-dss': ['10.2.1', '10.2.1.2'],
      'soc-2': ['CC7.2'],
      'iso-27001': ['A.8.15', 'A.8.18'],
    },
  },
  {
    shows:
      'the record of a session gets to the log group: it exists, the node may write to it and reaches it',
    checks: [
      'logs/log-group-arn-match',
      'logs/log-group-exists',
      'logs/write-permissions',
      'logs/describe-log-groups',
      'logs/key-allows-logs-service',
      'network/logs-path',
      'node/windows-streaming',
    ],
    controls: {
      'nist-800-53': ['AC-17(1)', 'AU-12', 'AU-5', 'AC-6(9)', 'MA-4(1)'],
      'pci-dss': ['10.2.1', '10.2.1.2', '10.7.2'],
      'soc-2': ['CC7.2'],
      'iso-27001': ['A.8.15', 'A.8.16'],
    },
  },
  {
    shows: 'the record of a session gets to the bucket: it exists, the node may upload to it and reaches it',
    checks: [
      's3/bucket-exists',
      's3/prefix-match',
      's3/write-permissions',
      's3/encryption-readable',
      's3/bucket-encryption-supported',
      's3/key-access',
      's3/bucket-policy',
      's3/other-region',
      'network/s3-path',
    ],
    controls: {
      'nist-800-53': ['AU-12', 'AU-4(1)', 'AU-5', 'AU-9(2)'],
      'pci-dss': ['10.2.1', '10.3.3', '10.7.2'],
      'soc-2': ['CC7.2'],
      'iso-27001': ['A.8.15', 'A.5.33'],
    },
  },
  {
    shows: 'records are kept for as long as was decided',
    checks: ['logs/retention-set', 'logs/log-group-class', 's3/lifecycle-keeps'],
    controls: {
      'nist-800-53': ['AU-11'],
      'pci-dss': ['10.5.1'],
      'soc-2': ['CC7.2'],
      'iso-27001': ['A.5.33', 'A.8.15'],
    },
  },
  {
    shows: 'who is recorded cannot alter or delete the record',
    checks: ['identity/node-may-erase-records', 's3/versioning', 's3/bucket-owner'],
    controls: {
      'nist-800-53': ['AU-9', 'AU-9(4)'],
      'pci-dss': ['10.3.2'],
      'soc-2': ['CC6.1', 'CC7.2'],
      'iso-27001': ['A.5.33', 'A.8.15'],
    },
  },
  {
    shows: 'records are closed to the public',
    checks: ['s3/public-access-blocked'],
    controls: {
      'nist-800-53': ['AC-3', 'AU-9', 'SC-7'],
      'pci-dss': ['10.3.1'],
      'soc-2': ['CC6.1', 'CC6.6'],
      'iso-27001': ['A.8.3', 'A.8.15'],
      'cis-aws': ['2.1.4'],
      'aws-fsbp': ['S3.2', 'S3.3', 'S3.8'],
    },
  },
  {
    shows: 'records are encrypted where they are kept',
    checks: ['logs/log-group-encrypted', 'preferences/log-encryption-required'],
    controls: {
      'nist-800-53': ['AU-9(3)', 'SC-28', 'SC-28(1)'],
      'soc-2': ['CC6.1'],
      'iso-27001': ['A.8.24'],
    },
  },
  {
    shows: 'records travel to their bucket by TLS alone',
    checks: ['s3/tls-only'],
    controls: {
      'nist-800-53': ['SC-8', 'SC-8(1)'],
      'pci-dss': ['4.2.1'],
      'soc-2': ['CC6.7'],
      'iso-27001': ['A.8.24', 'A.5.14'],
      'cis-aws': ['2.1.1'],
      'aws-fsbp': ['S3.5'],
    },
  },
  {
    shows: 'what is typed and shown in a session is encrypted with a key of the account, from end to end',
    checks: [
      'preferences/session-key-set',
      'kms/key-usable',
      'kms/node-can-decrypt',
      'kms/operator-can-generate',
      'network/kms-path',
    ],
    controls: {
      'nist-800-53': ['AC-17(2)', 'SC-8(1)', 'SC-12', 'SC-13', 'MA-4(6)'],
      'pci-dss': ['2.2.7'],
      'soc-2': ['CC6.1', 'CC6.7'],
      'iso-27001': ['A.8.24'],
    },
  },
  {
    shows: 'the key of sessions is not about to be deleted',
    checks: ['kms/key-usable'],
    controls: { 'aws-fsbp': ['KMS.3'] },
  },
  {
    shows: 'the key of sessions is replaced year by year',
    checks: ['kms/rotation-enabled'],
    controls: {
      'nist-800-53': ['SC-12', 'SC-12(2)'],
      'pci-dss': ['3.7.4'],
      'soc-2': ['CC6.1'],
      'iso-27001': ['A.8.24'],
      'cis-aws': ['3.6'],
    },
  },
  {
    shows: 'sessions end by themselves',
    checks: ['preferences/timeouts-set'],
    controls: {
      'nist-800-53': ['AC-12', 'AC-17(9)', 'SC-10'],
      'pci-dss': ['8.2.8'],
      'soc-2': ['CC6.1'],
      'iso-27001': ['A.8.5'],
    },
  },
  {
    shows: 'sessions run as a person who can be told apart, not as an administrator of the system',
    checks: ['preferences/run-as-user'],
    controls: {
      'nist-800-53': ['AC-6', 'AC-6(2)', 'IA-2'],
      'pci-dss': ['7.2.2', '8.2.1'],
      'soc-2': ['CC6.1', 'CC6.3'],
      'iso-27001': ['A.8.2', 'A.5.16'],
    },
  },
  {
    shows: 'no secret stands in the preferences, and nothing in them ends a session',
    checks: ['preferences/shell-profile-safe'],
    controls: {
      'nist-800-53': ['IA-5(7)', 'CM-6'],
      'pci-dss': ['8.6.2'],
      'soc-2': ['CC6.1'],
      'iso-27001': ['A.5.17', 'A.8.9'],
    },
  },
  {
    shows: 'the preferences are as was declared',
    checks: ['preferences/as-declared'],
    controls: {
      'nist-800-53': ['CM-2', 'CM-3', 'CM-6'],
      'pci-dss': ['2.2.1'],
      'soc-2': ['CC7.1', 'CC8.1'],
      'iso-27001': ['A.8.9', 'A.8.32'],
    },
  },
  {
    shows: 'a node may do what its sessions need and no more',
    checks: ['identity/node-role-least-privilege', 'identity/deprecated-policy'],
    controls: {
      'nist-800-53': ['AC-6', 'AC-6(10)'],
      'pci-dss': ['7.2.1', '7.2.2', '7.2.5'],
      'soc-2': ['CC6.1', 'CC6.3'],
      'iso-27001': ['A.5.15', 'A.8.2'],
    },
  },
  {
    shows:
      'nodes act under roles with credentials that change by themselves, and only the right service may take them',
    checks: [
      'identity/instance-profile-attached',
      'identity/profile-current',
      'identity/profile-has-role',
      'identity/role-trust',
      'identity/dhmc-role',
      'hybrid/service-role-trust',
    ],
    controls: {
      'nist-800-53': ['IA-5', 'IA-9', 'AC-3'],
      'pci-dss': ['8.6.3'],
      'soc-2': ['CC6.1'],
      'iso-27001': ['A.5.16', 'A.5.17'],
    },
  },
  {
    shows: 'instances get their credentials by a role',
    checks: ['identity/instance-profile-attached'],
    controls: { 'cis-aws': ['1.18'] },
  },
  {
    shows: 'the credentials of an instance are not given to who merely makes it ask',
    checks: ['node/imdsv2-required'],
    controls: {
      'nist-800-53': ['AC-3', 'AC-6', 'CM-7'],
      'pci-dss': ['2.2.6'],
      'soc-2': ['CC6.1', 'CC6.6'],
      'iso-27001': ['A.8.9'],
      'cis-aws': ['5.6'],
      'aws-fsbp': ['EC2.8'],
    },
  },
  {
    shows: 'nobody comes to a node from the internet by SSH or RDP, beside what is recorded',
    checks: ['network/no-inbound-ssh'],
    controls: {
      'nist-800-53': ['AC-17(3)', 'SC-7', 'SC-7(5)', 'CM-7'],
      'pci-dss': ['1.3.1', '1.4.1', '1.4.2'],
      'soc-2': ['CC6.6'],
      'iso-27001': ['A.8.20', 'A.8.22'],
      'cis-aws': ['5.2', '5.3'],
      'aws-fsbp': ['EC2.19'],
    },
  },
  {
    shows: 'nodes reach the service by the ways that were meant, and no wider ones are needed',
    checks: [
      'network/endpoint-policy',
      'network/endpoint-private-dns',
      'network/endpoint-security-group',
      'network/node-egress',
      'network/acl',
    ],
    controls: {
      'nist-800-53': ['AC-4', 'SC-7'],
      'pci-dss': ['1.2.1', '1.3.2'],
      'soc-2': ['CC6.6'],
      'iso-27001': ['A.8.20', 'A.8.21'],
    },
  },
  {
    shows: 'every node that should be is managed, is there and answers',
    checks: [
      'node/registered',
      'node/agent-ping',
      'node/control-channel',
      'identity/core-permissions',
      'hybrid/duplicate-registration',
      'report/not-managed',
    ],
    controls: {
      'nist-800-53': ['AC-17(3)', 'CM-8'],
      'pci-dss': ['12.5.1'],
      'soc-2': ['CC7.1'],
      'iso-27001': ['A.5.9', 'A.8.9'],
    },
  },
  {
    shows: 'EC2 instances are managed by Systems Manager',
    checks: ['node/registered', 'report/not-managed'],
    controls: { 'aws-fsbp': ['SSM.1'] },
  },
  {
    shows: 'the agent is kept up to date',
    checks: ['node/agent-version', 'node/agent-auto-update'],
    controls: {
      'nist-800-53': ['SI-2'],
      'pci-dss': ['6.3.3'],
      'soc-2': ['CC7.1'],
      'iso-27001': ['A.8.8'],
    },
  },
  {
    shows: 'an invitation to register nodes that is out of date is known',
    checks: ['hybrid/activation-expired'],
    controls: { 'nist-800-53': ['CM-8'], 'iso-27001': ['A.5.18'] },
  },
]

/** Checks that give evidence for no control: they are about whether sessions work, or about the report itself. */
export const WITHOUT_CONTROL: ReadonlySet<string> = new Set([
  'identity/policy-version-room',
  'network/ssm-path',
  'network/ssmmessages-path',
  'network/endpoint-available',
  'network/vpc-dns',
  'node/found',
  'node/status-checks',
  'node/imds-enabled',
  'node/fleet-quota',
  'report/empty-region',
  'report/simulator-disagrees',
  'report/waiver-expired',
  'report/waiver-unused',
])
