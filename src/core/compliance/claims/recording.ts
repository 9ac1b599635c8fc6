import type { Claim } from '../types.ts'

/** That sessions are recorded, and that the record arrives. */
export const RECORDING: readonly Claim[] = [
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
]
