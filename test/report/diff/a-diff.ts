import type { RecordChange, SnapshotDiff } from '../../../src/core/diff/types.ts'
import type { Scope } from '../../../src/core/snapshot.ts'

export const ACCOUNT = '210987654321'

export const aScope = (region: string, accountId: string = ACCOUNT): Scope => ({
  accountId,
  region,
  partition: 'aws',
  callerArn: `arn:aws:sts::${accountId}:assumed-role/auditor/mia`,
  takenAt: '2026-03-05T05:06:07.000Z',
  notes: [],
})

export const aChange = (fields: Partial<RecordChange> = {}): RecordChange => ({
  accountId: ACCOUNT,
  region: 'eu-north-1',
  kind: 'logGroups',
  id: '/ops/sessions',
  in: 'both',
  fields: [{ field: 'retentionInDays', before: [30], after: [400] }],
  ...fields,
})

/** Two snapshots of one Region that say the same; a test may override some parts. */
export const aDiff = (parts: Partial<SnapshotDiff> = {}): SnapshotDiff => ({
  scopes: [{ scope: aScope('eu-north-1'), takenBefore: '2026-03-04T01:02:03.000Z' }],
  onlyIn: { before: [], after: [] },
  records: [],
  outcomes: [],
  findings: { new: [], gone: [], changed: [] },
  notCompared: [],
  ...parts,
})

/** Two snapshots of these Regions. */
export const ofRegions = (regions: readonly string[]): Pick<SnapshotDiff, 'scopes'> => ({
  scopes: regions.map(region => ({ scope: aScope(region), takenBefore: '2026-03-04T01:02:03.000Z' })),
})
