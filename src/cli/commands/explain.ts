import { checks } from '../../../checks/index.ts'
import type { AnyCheck } from '../../core/check.ts'
import { UsageError } from '../../core/errors.ts'
import { labelled } from '../../report/layout.ts'
import { paintFor, SEVERITY_LOOK, type Paint } from '../../report/paint.ts'
import { flag, text } from '../arguments.ts'
import type { Run } from '../commands.ts'
import { didYouMean } from '../did-you-mean.ts'
import { EXIT } from '../exit-code.ts'
import { FIX_SAYS } from '../fix-words.ts'
import { wantsColor, widthOf, writeOut } from '../terminal.ts'
import { followsOf, readsOf } from './list.ts'

/** `explain ID`: what the check's own file says of it. */
export const runExplain: Run = async argv => {
  const id = text(argv, 'id') ?? ''
  const check = checks.find(check => check.id === id)
  if (!check) {
    const known = checks.map(check => check.id)
    throw new UsageError(
      `explaining: no check has the id ${JSON.stringify(id)}${didYouMean(id, known, 'ssm-doctor list names them all')}`,
    )
  }
  const color = wantsColor(process.stdout.isTTY, flag(argv, 'no-color'), process.env)
  await writeOut(`${explanation(check, paintFor(color), widthOf(process.stdout)).join('\n')}\n`)
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
