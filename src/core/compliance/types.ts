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

/** What some checks show together, and the controls for which that is evidence. */
export interface Claim {
  /** Holds when the checks are healthy; lower case, no full stop. */
  readonly shows: string
  readonly checks: readonly string[]
  readonly controls: Readonly<Partial<Record<FrameworkId, readonly string[]>>>
}
