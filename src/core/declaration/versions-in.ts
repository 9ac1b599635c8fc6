import type { Preferences } from '../kinds.ts'
import type { PreferencesVersion } from '../preferences/preferences.ts'
import type { World } from '../snapshot.ts'
import type { Placed } from './fact.ts'

/** A version of the preferences that sessions may follow, and where. */
export interface PlacedVersion {
  readonly world: World
  readonly version: PreferencesVersion
  /** How it is told from the others. */
  readonly label: string
}

/** All versions that sessions may follow, of all documents that there are. */
export const versionsIn = (documents: readonly Placed<Preferences | undefined>[]): readonly PlacedVersion[] =>
  documents.flatMap(({ world, value }) => {
    const versions = value?.versions ?? []
    const { region } = world.scope
    return versions.map(version => ({
      world,
      version,
      label: versions.length > 1 ? `${version.which} version ${version.version} of ${region}` : region,
    }))
  })
