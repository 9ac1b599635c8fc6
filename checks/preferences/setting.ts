import {
  preferencesCommands,
  type PreferenceEdit,
  type Preferences,
  type Problem,
  type Scope,
} from '../../src/core/index.ts'

/** A remedy whose commands make the edits that its repair makes; without any, they leave the file to be edited by hand. */
export const setting = (
  { name }: Preferences,
  text: string,
  edits: readonly PreferenceEdit[],
  scope: Scope,
): Pick<Problem, 'remedy' | 'fix'> => ({
  remedy: { text, commands: preferencesCommands(name, edits, scope) },
  ...(edits.length > 0 && { fix: [{ type: 'set-preferences', name, edits }] }),
})

/** A problem that one of two versions alone has is settled by choosing between them, not by an edit. */
export const ifCertain = (problem: Problem): Problem => {
  const { fix: _fix, ...told } = problem
  return problem.verdict === 'unknown' ? told : problem
}
