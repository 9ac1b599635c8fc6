/** Whether a statement about this computer holds. */
export type Holds = 'yes' | 'no' | 'unknown'

/** A statement about this computer that should hold, and whether it does. */
export interface Statement {
  /** Never renamed: programs read it. */
  readonly id: string
  /** Holds when all is well; lower case, no full stop. */
  readonly title: string
  readonly holds: Holds
  /** What was seen. */
  readonly found: string
  /** What to do where it does not hold or cannot be told. */
  readonly remedy?: string
  readonly commands?: readonly string[]
}
