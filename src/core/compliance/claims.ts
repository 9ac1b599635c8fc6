import { IDENTITIES } from './claims/identities.ts'
import { NODES } from './claims/nodes.ts'
import { RECORDING } from './claims/recording.ts'
import { RECORDS } from './claims/records.ts'
import { SESSIONS } from './claims/sessions.ts'
import type { Claim } from './types.ts'

/**
 * What the checks show, one statement each, and the controls that it is evidence for, in the words of why. A control
 * asks for more than any of these: they are evidence for it, never proof that it is met.
 */
export const CLAIMS: readonly Claim[] = [...RECORDING, ...RECORDS, ...SESSIONS, ...IDENTITIES, ...NODES]

/** Checks that give evidence for no control: they are about whether sessions work, or about the report itself. */
export const WITHOUT_CONTROL: ReadonlySet<string> = new Set([
  'identity/policy-version-room',
  'network/ssm-path',
  'network/ssmmessages-path',
  'network/endpoint-available',
  'network/vpc-dns',
  'node/found',
  'node/status-checks',
  'node/imds-enabled',
  'node/fleet-quota',
  'report/empty-region',
  'report/simulator-disagrees',
  'report/waiver-expired',
  'report/waiver-unused',
])
