import type { Causes } from './cause.ts'
import { CREDENTIALS } from './credentials.ts'
import { GUIDES } from './guides.ts'
import { NETWORKS } from './networks.ts'
import { NODES } from './nodes.ts'
import { PREFERENCES } from './preferences.ts'
import { BUCKETS } from './records-in-buckets.ts'
import { LOGS } from './records-in-logs.ts'

/** Every way in which Session Manager breaks that AWS's data reveal, by the name of its account's file. */
export const ZOO: Causes = {
  ...CREDENTIALS,
  ...NETWORKS,
  ...PREFERENCES,
  ...LOGS,
  ...BUCKETS,
  ...NODES,
  ...GUIDES,
}
