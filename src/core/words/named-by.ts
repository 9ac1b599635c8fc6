import type { Cause, Evidence, Problem } from '../check.ts'
import type { NamedBy, Preferences } from '../kinds.ts'

/** Something that the preferences name, and which of their versions do. */
interface Named {
  readonly namedBy: NamedBy
  readonly certain: boolean
}

/**
 * A problem with something that the preferences name. Where only one of two differing versions names it, which one
 * sessions follow is not known: the problem is then unknown, follows from the difference and has no fix.
 * @param name the thing's name, which keeps the findings on two versions' names apart
 */
export const asNamed = (problem: Problem, { namedBy, certain }: Named, name: string): Problem => {
  if (certain) return problem
  const { fix: _fix, ...told } = problem
  return {
    ...told,
    verdict: 'unknown',
    about: problem.about === undefined ? name : `${problem.about} ${name}`,
    message: `${problem.message} (where sessions follow the ${namedBy.join(' and ')} version of the preferences)`,
    because: [...(problem.because ?? []), { check: 'preferences/default-version-current' }],
  }
}

/** A destination narrowed to the versions that ask for something of it: certain only where all of them do. */
export const askedBy = ({ namedBy, certain }: Named, by: NamedBy): Named => ({
  namedBy: by,
  certain: certain && by.length === namedBy.length,
})

/** A problem that follows from others: it has no repair of its own, since theirs may be all that is needed. */
export const following = (problem: Problem, ...because: readonly Cause[]): Problem => {
  const { fix: _fix, ...told } = problem
  const checks = [...new Set(because.map(cause => cause.check))]
  return {
    ...told,
    because: [...(problem.because ?? []), ...because],
    remedy: { text: `repair ${checks.join(' and ')} first: this follows from it` },
  }
}

/** What the preferences say, with the document and version as the source. */
export const preferencesSay = (
  preferences: Readonly<Record<string, Preferences>>,
  { namedBy }: Named,
  value: string,
): Evidence => {
  const [document] = Object.values(preferences)
  const versions = document?.versions.filter(version => namedBy.includes(version.which)) ?? []
  const source = [document?.name, versions.map(version => `v${version.version}`).join(', ')].join(' ')
  return { label: 'preferences say', value, source }
}
