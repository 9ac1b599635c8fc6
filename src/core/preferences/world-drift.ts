import type { DocumentVersion } from '../records.ts'
import { recordsOf, type World } from '../snapshot.ts'
import { viewOf } from '../views.ts'
import { agrees, declaredInputs, type DeclaredInput } from './declared-inputs.ts'
import { parsePreferences } from './preferences.ts'

/** The fields of a world's preferences that are otherwise than declared in one of the versions that sessions may follow. */
export const driftedInputs = (world: World): readonly DeclaredInput[] => {
  const versions = Object.values(viewOf(world, 'preferences').records).flatMap(one => one.versions)
  const keys = recordsOf(world, 'keys')
  return declaredInputs(world.declared ?? {}).filter(input =>
    versions.some(version => agrees(input, version, keys, world.scope) === 'no'),
  )
}

/** Whether versions of the document tell since when: each of the fields was as declared in one of them. */
export const tellSince = (
  world: World,
  drifted: readonly DeclaredInput[],
  versions: readonly DocumentVersion[],
): boolean => {
  const read = versions.map(version => parsePreferences('default', version))
  const keys = recordsOf(world, 'keys')
  return drifted.every(input => read.some(version => agrees(input, version, keys, world.scope) === 'yes'))
}
