import type { JudgedNode } from '../kinds.ts'
import type { PreferenceInputs } from '../preferences/preferences.ts'
import { fails, HOLDS, undecided, type Fact } from './fact.ts'
import { RUN_AS_ROOT } from './texts.ts'

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
  if (inputs.runAsDefaultUser === 'root') return fails(RUN_AS, RUN_AS_ROOT)
  return inputs.runAsDefaultUser === '' ? undecided(RUN_AS) : HOLDS
}
