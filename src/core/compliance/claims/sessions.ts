import type { Claim } from '../types.ts'

/** What happens in a session, and how it is set up. */
export const SESSIONS: readonly Claim[] = [
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
]
