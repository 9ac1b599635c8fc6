import type { Framework, FrameworkId } from './types.ts'

/** The editions that the mapping was made for. */
export const FRAMEWORKS: Readonly<Record<FrameworkId, Framework>> = {
  'nist-800-53': { id: 'nist-800-53', name: 'NIST SP 800-53 revision 5', short: 'NIST' },
  'pci-dss': { id: 'pci-dss', name: 'PCI DSS 4.0', short: 'PCI DSS' },
  'soc-2': { id: 'soc-2', name: 'SOC 2, Trust Services Criteria 2017', short: 'SOC 2' },
  'iso-27001': { id: 'iso-27001', name: 'ISO/IEC 27001:2022, Annex A', short: 'ISO 27001' },
  'cis-aws': { id: 'cis-aws', name: 'CIS AWS Foundations Benchmark 3.0', short: 'CIS AWS' },
  'aws-fsbp': { id: 'aws-fsbp', name: 'AWS Foundational Security Best Practices 1.0', short: 'FSBP' },
}
