import type { Local, SetMetadataOptions } from '../changes/change.ts'
import type { World } from '../snapshot.ts'
import type { Lowered } from './lowered.ts'

/** Metadata options are set in the Region of their finding. */
export const lowerMetadata = (world: World, fixes: readonly Local<SetMetadataOptions>[]): Lowered => ({
  changes: fixes.map(fix => ({ ...fix, region: world.scope.region })),
  refused: [],
})
