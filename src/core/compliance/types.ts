/** The frameworks whose controls the checks give evidence for, by the names that `--compliance` takes. */
export const FRAMEWORK_IDS = ['nist-800-53', 'pci-dss', 'soc-2', 'iso-27001', 'cis-aws', 'aws-fsbp'] as const
export type FrameworkId = (typeof FRAMEWORK_IDS)[number]

export interface Framework {
  readonly id: FrameworkId
  /** With its edition. */
  readonly name: string
  /** As it stands before the id of a control. */
  readonly short: string
}

/** A control of a framework; the title is ours, and no text of the framework. */
export interface Control {
  readonly framework: Framework
  readonly id: string
  readonly title: string
}
