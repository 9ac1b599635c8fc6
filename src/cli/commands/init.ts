import { checks } from '../../../checks/index.ts'
import { AwsError, UsageError } from '../../core/errors.ts'
import { audit } from '../../core/audit/audit.ts'
import { wantedKinds } from '../../core/audit/wanted.ts'
import { declarationOf, type Declaration } from '../../core/declaration/declaration.ts'
import type { World } from '../../core/snapshot.ts'
import { partitionOf } from '../../collect/regions.ts'
import { termsOf } from '../../config/terms.ts'
import { openAccount } from '../account.ts'
import type { Run } from '../commands.ts'
import { EXIT } from '../exit-code.ts'
import { worldsFrom } from '../from-file.ts'
import { initOptions, type InitOptions } from '../init-options.ts'
import { assertNoneTaken, newFiles, takenIn, writeFiles, type NewText } from '../new-files.ts'
import type { Interrupt } from '../interrupt.ts'
import { say, writeOut } from '../terminal.ts'

/**
 * `init`: writes a config that declares what the account has now, and a workflow that holds it to that. Never over a file
 * that is there. Ends with 3 where something is left out since it could not be read.
 */
export const runInit: Run = async (argv, interrupt) => {
  const options = initOptions(argv)
  if (!options.dryRun) assertNoneTaken(options.files)
  const worlds = await worldsOf(options, interrupt)
  assertRegions(worlds)
  const declaration = declarationOf(worlds, audit(worlds, checks))
  const texts = newFiles(options, worlds, declaration)
  for (const remark of remarksOf(worlds, declaration)) await say(remark)
  const isWhole = !declaration.remarks.some(({ gaps = [] }) => gaps.some(({ foreign }) => !foreign))
  if (!isWhole && Object.keys(declaration.expect).length === 0)
    throw new AwsError(
      'reading the account: nothing could be read that a config declares; nothing was written',
    )
  await (options.dryRun ? show(texts, options) : writeFiles(texts, worlds, declaration, options.again))
  if (isWhole) return EXIT.healthy
  await say('incomplete: once what lacks may be read, take the new files away and run init again')
  return EXIT.incomplete
}

const worldsOf = async ({ access, from }: InitOptions, interrupt: Interrupt): Promise<readonly World[]> => {
  const nodes = { instances: [], tags: {} }
  if (from !== undefined) return worldsFrom(from, access.regions, nodes, termsOf({}))
  const account = await openAccount(access, interrupt)
  return account.read({ kinds: wantedKinds(checks), nodes })
}

/** A snapshot may be from anybody, and its Regions go into a config. @throws UsageError */
const assertRegions = (worlds: readonly World[]): void => {
  const odd = worlds.find(({ scope }) => partitionOf(scope.region) !== scope.partition)?.scope
  if (odd)
    throw new UsageError(`reading the snapshot: partition ${odd.partition} has no Region ${odd.region}`)
}

/** What the declaration lacks and why, with the rights that would help; and Regions that were not read at all. */
const remarksOf = (worlds: readonly World[], { remarks }: Declaration): readonly string[] => [
  ...worlds.flatMap(({ scope }) => scope.notes.filter(note => note.startsWith('skipped'))),
  ...remarks.map(({ text, gaps = [] }) => {
    const actions = [...new Set(gaps.flatMap(gap => gap.actions))]
    return actions.length > 0 ? `${text}; allow ${actions.join(', ')}` : text
  }),
]

/** Prints what would be written; a text that is alone stands by itself, so that it can be sent to a file. */
const show = async (texts: readonly NewText[], { files }: InitOptions): Promise<void> => {
  for (const { file, text } of texts) await writeOut(texts.length > 1 ? `--- ${file}\n${text}` : text)
  const taken = takenIn(files)
  if (taken.length > 0) await say(`nothing would be written: ${taken.join(' and ')} would be in the way`)
}
