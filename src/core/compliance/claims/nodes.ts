import type { Claim } from '../types.ts'

/** Which ways lead to nodes, and which nodes are managed. */
export const NODES: readonly Claim[] = [
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
