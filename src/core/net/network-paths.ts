import type { KindView, Reading } from '../access.ts'
import { gapIn } from '../derive/each.ts'
import { faultsBy } from './network-faults.ts'
import { judgedPaths, type JudgedPath } from './judged-paths.ts'
import type { NetworkPath } from './types.ts'

/** The needed paths of the judged EC2 nodes, after evidence has been heard. One that only a failed read hides is a gap. */
export const networkPathsOf = (reading: Reading): KindView<'networkPaths'> => {
  try {
    const { paths, missing } = judgedPaths(reading)
    const faultsOf = faultsBy(reading)
    const records = Object.fromEntries(paths.map(one => [one.id, recordOf(one, faultsOf(one))]))
    return { records, missing }
  } catch (error) {
    return { records: {}, missing: new Map(), whole: gapIn(error) }
  }
}

const recordOf = ({ node, path, heard }: JudgedPath, faults: readonly string[]): NetworkPath => ({
  ...path,
  ...heard,
  node,
  faults,
})
