import { SEVERITIES, type Severity } from '../check.ts'
import type { Finding } from '../report.ts'

/** Lower is worse. */
export const rank = (severity: Severity): number => SEVERITIES.indexOf(severity)

/** Worst first, then by how many nodes it hurts, then by fingerprint so that the order is the same every time. */
export const byWeight = (a: Finding, b: Finding): number =>
  rank(a.severity) - rank(b.severity) ||
  b.affects.length - a.affects.length ||
  (a.fingerprint < b.fingerprint ? -1 : a.fingerprint > b.fingerprint ? 1 : 0)
