import type { Claim } from '../types.ts'

/** How records are kept: how long, from whom, under which encryption. */
export const RECORDS: readonly Claim[] = [
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
]
