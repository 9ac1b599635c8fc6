/** A request of a node's role, as IAM's policy simulator is asked about it. */
export interface SimulatedRequest {
  /** The role's name. */
  readonly role: string
  readonly roleArn: string
  readonly action: string
  readonly resource: string
  /** Tells requests of one action on one resource apart. */
  readonly variant?: string
  /** The facts of the request; `null`: known to be absent, and so not passed. */
  readonly context: Readonly<Record<string, string | number | boolean | readonly string[] | null>>
}

/** What the simulator answered; read only where it is asked for. */
export interface Simulation extends SimulatedRequest {
  readonly decision: 'allowed' | 'explicitDeny' | 'implicitDeny'
  readonly allowedByBoundary?: boolean
  /** Whether the organization's service control policies allow it; where they do not, the simulation ends there. */
  readonly allowedByOrganizations?: boolean
  /** Context keys that the policies ask for and that were not passed. */
  readonly missing: readonly string[]
}
