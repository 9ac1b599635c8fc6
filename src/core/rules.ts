import type { Severity } from './check.ts'
import type { Finding } from './report.ts'

/** A finding that is put up with until a day. */
export interface Waiver {
  readonly check: string
  /** Id or ARN of the finding's subject; `*` stands for any text. */
  readonly subject: string
  readonly reason: string
  /** The last day on which it holds, `YYYY-MM-DD` in UTC. */
  readonly until: string
}

/** A finding of an earlier report. */
export type KnownFinding = Pick<
  Finding,
  'check' | 'severity' | 'verdict' | 'accountId' | 'region' | 'subject' | 'about' | 'message' | 'fingerprint'
>

/** How findings are ruled upon: by the config and by a baseline. */
export interface Rules {
  /** By check id: the severity of all its findings. */
  readonly severity: Readonly<Record<string, Severity>>
  readonly waivers: readonly Waiver[]
  /** The Regions that the waivers are about, where the config names any; `all` for all. */
  readonly regions: readonly string[]
  /** What is accepted, by fingerprint. */
  readonly baseline?: Readonly<Record<string, KnownFinding>>
}
