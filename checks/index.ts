import type { AnyCheck } from '../src/core/index.ts'
import documentExists from './preferences/document-exists.ts'
import schemaValid from './preferences/schema-valid.ts'
import defaultVersionCurrent from './preferences/default-version-current.ts'
import loggingEnabled from './preferences/logging-enabled.ts'
import instanceProfileAttached from './identity/instance-profile-attached.ts'
import profileHasRole from './identity/profile-has-role.ts'
import roleTrust from './identity/role-trust.ts'
import corePermissions from './identity/core-permissions.ts'
import registered from './node/registered.ts'
import agentPing from './node/agent-ping.ts'
import agentVersion from './node/agent-version.ts'
import imdsEnabled from './node/imds-enabled.ts'

/** Every check, in the order of the catalogue. */
export const checks: readonly AnyCheck[] = [
  documentExists,
  schemaValid,
  defaultVersionCurrent,
  loggingEnabled,
  instanceProfileAttached,
  profileHasRole,
  roleTrust,
  corePermissions,
  registered,
  agentPing,
  agentVersion,
  imdsEnabled,
]
