import type { Instance } from '../../core/records.ts'
import type { CollectedKind } from '../../core/records.ts'
import { passedOn, wholeGaps, type FoundGap } from '../loaded.ts'
import type { RegionSource } from '../source.ts'

/** The VPCs that a network is read of, and what hides others. */
export interface VpcIds {
  readonly ids: readonly string[]
  /** The instances that are in them. */
  readonly instances: readonly Instance[]
  readonly gaps: readonly FoundGap[]
}

/** The VPCs that have selected nodes: instances that run, or were named, and that no service operates. */
export const vpcIdsOf = async (source: RegionSource, kind: CollectedKind): Promise<VpcIds> => {
  const loaded = await source.load('instances')
  const named = source.selection.instances
  const instances = Object.values(loaded.records).filter(
    one => !one.operatedByService && (one.state === 'running' || named?.includes(one.id) === true),
  )
  return {
    ids: [...new Set(instances.flatMap(one => one.vpcId ?? []))].toSorted(),
    instances,
    gaps: passedOn(kind, wholeGaps([loaded]), 'no ids'),
  }
}
