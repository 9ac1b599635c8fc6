import { checks } from '../../checks/index.ts'
import { partitionOf } from '../collect/regions.ts'
import { PARTITIONS } from '../collect/region-names.ts'
import type { Known } from '../config/config-sense.ts'
import { readConfig, type ReadConfig } from '../config/read-config.ts'
import type { AnyCheck } from '../core/check.ts'
import { text, type Argv } from './arguments.ts'
import { isAlwaysMade, isOfNone } from './select-checks.ts'

/**
 * The config of the working folder, or the one that `--config` names. No plugin of it is loaded: names that no check of
 * ours has may be theirs.
 * @throws UsageError in one line where it is wrong
 */
export const configOf = (argv: Argv): ReadConfig =>
  readConfig(process.cwd(), text(argv, 'config'), knownBy(checks, true))

/**
 * What the names in a config may stand for.
 * @param all the checks that there are
 * @param unloaded whether there may be plugins beside them
 */
export const knownBy = (all: readonly AnyCheck[], unloaded: boolean): Known => ({
  ...(unloaded && { mayBe: name => isOfNone(all, name) }),
  checks: all.map(check => check.id),
  always: all.filter(isAlwaysMade).map(check => check.id),
  regions: PARTITIONS.flatMap(({ regions }) => regions),
  isRegion: name => partitionOf(name) !== undefined,
})
