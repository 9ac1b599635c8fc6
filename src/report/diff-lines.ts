import { structuredPatch } from 'diff'
import type { TextDiff } from '../core/changes/change.ts'
import type { Paint } from './paint.ts'
import { printable, printableLines } from './printable.ts'

/** A text before and after as a unified diff, indented for the eyes. */
export const diffLines = ({ title, before, after }: TextDiff, paint: Paint): readonly string[] => {
  const name = printable(title)
  const patch = structuredPatch(name, name, shown(before), shown(after), '', '', { context: 3 })
  const hunks = patch.hunks.flatMap(hunk => {
    const place = `@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`
    const lines = hunk.lines.filter(line => !line.startsWith('\\'))
    return [paint('cyan', place)].concat(lines.map(line => paintedLine(line, paint)))
  })
  const names = [
    paint('bold', `--- ${before === '' ? '/dev/null' : name}`),
    paint('bold', `+++ ${after === '' ? '/dev/null' : name}`),
  ]
  return [...names, ...hunks].map(line => `   ${line}`)
}

const paintedLine = (line: string, paint: Paint): string => {
  if (line.startsWith('+')) return paint('green', line)
  return line.startsWith('-') ? paint('red', line) : line
}

/** Indented for the eyes only; what is written to AWS is the text as it stands in the plan. */
const shown = (document: string): string => {
  if (document === '') return ''
  try {
    return printableLines(`${JSON.stringify(JSON.parse(document), null, 2)}\n`)
  } catch {
    return printableLines(`${document}\n`)
  }
}
