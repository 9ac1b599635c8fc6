import type { DocumentVersion } from '../records.ts'
import { recordsOf, type World } from '../snapshot.ts'
import { viewOf } from '../views.ts'
import { declaredFields, type DeclaredField } from './declared-fields.ts'
import { parsePreferences } from './preferences.ts'

/** The fields of a world's preferences that are otherwise than declared in one of the versions that sessions may follow. */
export const driftedFields = (world: World): readonly DeclaredField[] => {
  const versions = Object.values(viewOf(world, 'preferences').records).flatMap(one => one.versions)
  const fields = declaredFields(world.declared ?? {}, recordsOf(world, 'keys'), world.scope)
  return fields.filter(({ agrees }) => versions.some(version => agrees(version) === 'no'))
}

/** Whether versions of the document tell since when: each of the fields was as declared in one of them. */
export const tellSince = (
  fields: readonly DeclaredField[],
  versions: readonly DocumentVersion[],
): boolean => {
  const read = versions.map(version => parsePreferences('default', version))
  return fields.every(({ agrees }) => read.some(version => agrees(version) === 'yes'))
}
