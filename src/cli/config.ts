import { checks } from '../../checks/index.ts'
import { partitionOf } from '../collect/regions.ts'
import { PARTITIONS } from '../collect/region-names.ts'
import { readConfig, type ReadConfig } from '../config/read-config.ts'
import { text, type Argv } from './arguments.ts'
import { isAlwaysMade } from './select-checks.ts'

/**
 * The config of the working folder, or the one that `--config` names.
 * @throws UsageError in one line where it is wrong
 */
export const configOf = (argv: Argv): ReadConfig =>
  readConfig(process.cwd(), text(argv, 'config'), {
    checks: checks.map(check => check.id),
    always: checks.filter(isAlwaysMade).map(check => check.id),
    regions: PARTITIONS.flatMap(({ regions }) => regions),
    isRegion: name => partitionOf(name) !== undefined,
  })
