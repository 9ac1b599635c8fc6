import { SOUND_BUCKETS } from './buckets.ts'
import { SOUND_HOST_MANAGEMENT } from './host-management.ts'
import { SOUND_SCOPE } from './judged.ts'
import { SOUND_KEYS } from './keys.ts'
import { SOUND_POLICIES } from './policies.ts'
import { SOUND_PREFERENCES } from './preferences.ts'
import type { SoundAccounts } from './sound.ts'
import { SOUND_TRUST } from './trust.ts'

/** Every healthy account. */
export const SOUND: SoundAccounts = {
  ...SOUND_PREFERENCES,
  ...SOUND_HOST_MANAGEMENT,
  ...SOUND_SCOPE,
  ...SOUND_POLICIES,
  ...SOUND_TRUST,
  ...SOUND_KEYS,
  ...SOUND_BUCKETS,
}
