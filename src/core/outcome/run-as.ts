import type { JudgedNode } from '../kinds.ts'
import type { PreferenceInputs } from '../preferences/preferences.ts'
import { isPlaceholder } from '../derive/destinations.ts'
import { runAsFault } from '../session/run-as-user.ts'
import { fails, HOLDS, undecided, type Fact } from './fact.ts'
import { RUN_AS_ROOT, runAsNobody } from './texts.ts'

const RUN_AS = ['preferences/run-as-user']

/**
 * Whether the shell starts as the user whom the preferences name. Windows knows no Run As; without a default user it
 * hangs on a tag of whoever opens the session, and whether the user exists is the host's to know.
 *
 * aws: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-run-as.html
 */
export const runsAs = ({ managed, instance }: JudgedNode, inputs: PreferenceInputs): Fact => {
  const platform = managed?.platformType ?? instance?.platform ?? ''
  if (!inputs.runAsEnabled || platform.toLowerCase() === 'windows') return HOLDS
  const user = inputs.runAsDefaultUser
  if (user === '' || isPlaceholder(user)) return undecided(RUN_AS)
  const fault = runAsFault(user)
  if (fault === undefined) return HOLDS
  if (fault === 'unusual') return undecided(RUN_AS)
  return fails(RUN_AS, fault === 'root' ? RUN_AS_ROOT : runAsNobody(user))
}
