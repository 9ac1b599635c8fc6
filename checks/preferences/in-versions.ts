import type { Cause, Evidence, Preferences, PreferencesVersion, Problem } from '../../src/core/index.ts'

/** The checks from which a problem with a field of the preferences may follow. */
export const FIELD_CAUSES = [
  'preferences/schema-valid',
  'preferences/default-version-current',
  'preferences/as-declared',
] as const

/** The versions in which something is so: all of them, or one of two of which nobody knows which sessions follow. */
export interface InVersions {
  readonly versions: readonly [PreferencesVersion, ...PreferencesVersion[]]
  /** Reads after a clause: nothing where all versions are alike. */
  readonly where: string
  readonly verdict: Pick<Problem, 'verdict'>
  readonly because: readonly Cause[]
}

/**
 * Finds the versions of the preferences in which something is so of a field.
 * @returns undefined where it is so in none
 */
export const inVersions = (
  { versions }: Preferences,
  field: string,
  isSo: (version: PreferencesVersion) => boolean,
): InVersions | undefined => {
  const [first, ...others] = versions.filter(isSo)
  if (!first) return undefined
  const found = [first, ...others] as const
  const misread: readonly Cause[] = [
    ...found.flatMap(version => misreadIn(version, field)),
    { check: 'preferences/as-declared', about: field },
  ]
  if (found.length === versions.length) return { versions: found, where: '', verdict: {}, because: misread }
  return {
    versions: found,
    where: ` in the ${first.which} version ${first.version} alone`,
    verdict: { verdict: 'unknown' },
    because: [...misread, { check: 'preferences/default-version-current' }],
  }
}

const WHOLE: ReadonlySet<string> = new Set(['content', 'inputs', 'sessionType'])

/** A document or field that the agent cannot read says nothing of what was meant to stand there. */
const misreadIn = ({ faults }: PreferencesVersion, field: string): readonly Cause[] =>
  faults
    .filter(fault => WHOLE.has(fault.field) || (fault.field === field && fault.effect !== 'none'))
    .map(fault => ({ check: 'preferences/schema-valid', about: fault.field }))

/** A field's value in each of the versions. */
export const shownIn = (
  { versions }: Pick<InVersions, 'versions'>,
  label: string,
  value: (version: PreferencesVersion) => string,
): readonly Evidence[] =>
  versions.map(version => ({
    label,
    value: value(version),
    source: `${version.which} version ${version.version}`,
  }))
