import { checks } from '../../../checks/index.ts'
import type { AnyCheck } from '../../core/check.ts'
import { UsageError } from '../../core/errors.ts'
import { labelled } from '../../report/layout.ts'
import { paintFor, SEVERITY_LOOK, type Paint } from '../../report/paint.ts'
import { choice, flag, type Argv } from '../arguments.ts'
import { catalogueOf } from '../catalogue.ts'
import type { Run } from '../commands.ts'
import { didYouMean } from '../../core/words/did-you-mean.ts'
import { EXIT } from '../exit-code.ts'
import { explainError } from '../explain-error.ts'
import { FORMATS_OF } from '../formats.ts'
import { FIX_SAYS } from '../fix-words.ts'
import { readStandardInput } from '../standard-input.ts'
import { wantsColor, widthOf, writeOut } from '../terminal.ts'
import { checkData, followsOf, readsOf } from './list.ts'

/** `explain ID`: what the check's own file says of it; `explain TEXT`: what an error means, and what stands behind it. */
export const runExplain: Run = async (argv, interrupt) => {
  const what = await whatOf(argv)
  const check = checks.find(check => check.id === what)
  if (check) return explainCheck(check, argv)
  if (IS_ID.test(what) || isLikeId(what)) return explainOther(what, argv)
  return explainError(what, argv, interrupt)
}

/** As ids of checks are made, and no error text is. */
const IS_ID = /^[a-z0-9]+\/[a-z0-9-]+$/i

/** The part of an id behind its area. */
const isLikeId = (what: string): boolean => checks.some(({ id }) => id.endsWith(`/${what.toLowerCase()}`))

/** A check of a plugin: the config is read, and its plugins are loaded, for such an id alone. */
const explainOther = async (what: string, argv: Argv): Promise<number> => {
  const { checks, broken } = await catalogueOf(argv)
  const check = checks.find(check => check.id === what)
  if (!check) throw noSuchCheck(what, checks)
  const code = await explainCheck(check, argv)
  return broken.length > 0 ? EXIT.usage : code
}

/** The words of the command line, or what is piped in. */
const whatOf = async (argv: Argv): Promise<string> => {
  const words = [argv['what'] ?? []].flat().map(String)
  const piped = words.length === 0 ? !process.stdin.isTTY : words.length === 1 && words[0] === '-'
  const what = (piped ? await readStandardInput() : words.join(' ')).trim()
  if (what !== '') return what
  const empty = piped ? '; standard input was empty' : ''
  throw new UsageError(
    `explain needs an argument: the id of a check, or the text of an error in quotes or on standard input${empty}`,
  )
}

const noSuchCheck = (id: string, checks: readonly AnyCheck[]): UsageError => {
  const known = checks.map(check => check.id)
  return new UsageError(
    `explaining: no check has the id ${JSON.stringify(id)}${didYouMean(id.toLowerCase(), known, 'ssm-doctor list names them all')}`,
  )
}

const explainCheck = async (check: AnyCheck, argv: Argv): Promise<number> => {
  const json = choice(argv, 'format', FORMATS_OF.explain, 'table') === 'json'
  const color = wantsColor(process.stdout.isTTY, flag(argv, 'no-color'), process.env)
  const lines = explanation(check, paintFor(color), widthOf(process.stdout))
  await writeOut(json ? `${JSON.stringify(checkData(check), null, 2)}\n` : `${lines.join('\n')}\n`)
  return EXIT.healthy
}

/** A check's metadata as text. */
export const explanation = (check: AnyCheck, paint: Paint, width: number | undefined): readonly string[] => {
  const follows = followsOf(check)
  return [
    paint('bold', check.id),
    ...labelled('holds when healthy  ', check.title, 2, width),
    `  severity            ${paint(SEVERITY_LOOK[check.severity], check.severity)}`,
    ...labelled('why                 ', check.why, 2, width),
    ...labelled('looks at each of    ', check.each, 2, width),
    ...labelled('reads               ', readsOf(check).join(', '), 2, width),
    ...(follows.length > 0 ? labelled('may follow from     ', follows.join(', '), 2, width) : []),
    ...labelled('repair              ', FIX_SAYS[check.fix], 2, width),
    `  AWS page            ${check.docs}`,
  ]
}
