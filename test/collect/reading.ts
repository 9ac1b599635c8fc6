import { collect, type CollectOptions } from '../../src/collect/collect.ts'
import type { Thing } from '../../src/core/changes/thing.ts'
import {
  GLOBAL_KINDS,
  REGIONAL_KINDS,
  type CollectedKind,
  type SimulatedRequest,
} from '../../src/core/records.ts'
import type { Gap, World } from '../../src/core/snapshot.ts'
import { HOME, sessionOn } from './wire.ts'

export const ALL_KINDS: readonly CollectedKind[] = [...REGIONAL_KINDS, ...GLOBAL_KINDS]
export const EDITED = 'arn:aws:iam::123456789012:policy/onetime-session-logs'
/** A thing of each kind whose tags are read by themselves. */
export const TO_EDIT: readonly Thing[] = [
  { kind: 'policy', id: EDITED },
  { kind: 'instanceProfile', id: 'arn:aws:iam::123456789012:instance-profile/nodes/web-node' },
  { kind: 'bucket', id: 'onetime-sessions-log' },
  { kind: 'document', id: 'SSM-SessionManagerRunShell' },
  { kind: 'logGroup', id: '/aws/ssm/onetime-sessions-dev' },
  { kind: 'key', id: `arn:aws:kms:${HOME}:123456789012:key/0b5e1f3a-7c57-4a66-9f1d-2f6f0e5bd001` },
  { kind: 'vpc', id: 'vpc-0123456789abcdef0' },
]
export const TAKEN_AT = '2023-11-15T00:00:00.000Z'

/** Whom the recorded answers list, by patterns that have to be followed. */
export const OPERATORS = [
  'arn:aws:iam::123456789012:role/*AWSReservedSSO_Ops_*',
  'arn:aws:iam::123456789012:user/people/*',
]

/** A request for the simulator, as the recorded answer has it. */
export const UPLOAD: SimulatedRequest = {
  role: 'web-node',
  roleArn: 'arn:aws:iam::123456789012:role/nodes/web-node',
  action: 's3:PutObject',
  resource: 'arn:aws:s3:::session-archive/sessions/SESSION.log',
  context: {
    'aws:RequestedRegion': HOME,
    'aws:SecureTransport': true,
    'aws:CurrentTime': TAKEN_AT,
    'aws:username': null,
    's3:max-keys': 7,
    'kms:EncryptionContextKeys': ['aws:ssm:SessionId', 'aws:ssm:TargetId'],
  },
}
export const SIMULATED: ReadonlyMap<string, readonly SimulatedRequest[]> = new Map([[HOME, [UPLOAD]]])

/** Reads these kinds, in one Region unless it is told otherwise. */
export const read = async (
  kinds: readonly CollectedKind[],
  options: Partial<CollectOptions> = {},
): Promise<readonly World[]> => {
  const session = options.session ?? (await sessionOn())
  const given = { regions: [HOME], takenAt: TAKEN_AT, ...options, session, kinds: new Set(kinds) }
  return (await collect(given)).worlds
}

/** Reads these kinds in one Region. */
export const readOne = async (
  kinds: readonly CollectedKind[],
  options: Partial<CollectOptions> = {},
): Promise<World> => {
  const [world] = await read(kinds, options)
  if (!world) throw new Error('no world was read')
  return world
}

/** The gaps as one line each: kind, id, actions. */
export const linesOf = (gaps: readonly Gap[]): string[] =>
  gaps.map(({ kind, id, actions, foreign }) =>
    [kind, id, ...actions, foreign && 'foreign'].filter(Boolean).join(' '),
  )
