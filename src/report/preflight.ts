import { labelled } from './layout.ts'
import type { Look, Paint } from './paint.ts'
import { printable } from './printable.ts'

/** A statement about a computer, as it is shown. */
interface Shown {
  readonly title: string
  readonly holds: 'yes' | 'no' | 'unknown'
  readonly found: string
  readonly remedy?: string
  readonly commands?: readonly string[]
}

const MARKS = { yes: '✓', no: '✗', unknown: '?' } as const
const LOOKS: Readonly<Record<Shown['holds'], Look>> = { yes: 'green', no: 'red', unknown: 'yellow' }

/** Statements as text: the mark in the first column, what was seen behind the statement, the remedy under it. */
export const renderPreflight = (
  statements: readonly Shown[],
  { paint, width }: { readonly paint: Paint; readonly width: number | undefined },
): string => {
  const lines = statements.flatMap(one => statementLines(one, paint, width))
  return `${[...lines, '', verdict(statements)].join('\n')}\n`
}

const statementLines = (
  { title, holds, found, remedy, commands = [] }: Shown,
  paint: Paint,
  width: number | undefined,
): readonly string[] => {
  const [first = '', ...rest] = labelled('', printable(`${title}: ${found}`), 2, width)
  const help = holds === 'yes' || remedy === undefined ? [] : labelled('remedy  ', remedy, 4, width)
  return [
    paint(LOOKS[holds], MARKS[holds]) + first.slice(1),
    ...rest,
    ...help,
    ...(holds === 'yes' ? [] : commands.map(command => ' '.repeat(12) + paint('cyan', command))),
  ]
}

const verdict = (statements: readonly Shown[]): string => {
  const count = (holds: Shown['holds']) => statements.filter(one => one.holds === holds).length
  const [wrong, open] = [count('no'), count('unknown')]
  if (wrong === 0 && open === 0) return 'this computer is ready for sessions'
  const parts = [`${count('yes')} hold`, `${wrong} do not`, `${open} cannot be told`]
  return parts.join(', ')
}
