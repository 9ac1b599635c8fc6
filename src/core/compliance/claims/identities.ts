import type { Claim } from '../types.ts'

/** Under which roles nodes act, and what these may do. */
export const IDENTITIES: readonly Claim[] = [
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
]
