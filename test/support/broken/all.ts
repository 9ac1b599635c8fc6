import { BUCKET_BROKEN } from './bucket.ts'
import type { BrokenAccounts } from './broken.ts'
import { DECLARED_BROKEN } from './declared.ts'
import { HOST_MANAGEMENT_BROKEN } from './host-management.ts'
import { LOG_GROUP_BROKEN } from './log-group.ts'
import { NODES_BROKEN } from './nodes.ts'
import { PREFERENCES_BROKEN } from './preferences.ts'
import { ROLES_BROKEN } from './roles.ts'
import { SESSION_KEY_BROKEN } from './session-key.ts'
import { STOPS_BROKEN } from './stops.ts'
import { VERSIONS_BROKEN } from './versions.ts'

/** Every broken account. */
export const BROKEN: BrokenAccounts = {
  ...ROLES_BROKEN,
  ...HOST_MANAGEMENT_BROKEN,
  ...LOG_GROUP_BROKEN,
  ...PREFERENCES_BROKEN,
  ...VERSIONS_BROKEN,
  ...SESSION_KEY_BROKEN,
  ...BUCKET_BROKEN,
  ...NODES_BROKEN,
  ...STOPS_BROKEN,
  ...DECLARED_BROKEN,
}
