import { checks } from '../../../checks/index.ts'
import type { AnyCheck } from '../../core/check.ts'
import { kindsOf } from '../../core/audit/wanted.ts'
import { columns } from '../../report/layout.ts'
import { choice } from '../arguments.ts'
import type { Run } from '../commands.ts'
import { EXIT } from '../exit-code.ts'
import { writeOut } from '../terminal.ts'

/** `list`: every check, for people, for programs, or for a page. */
export const runList: Run = async argv => {
  const format = choice(argv, 'format', ['table', 'json', 'markdown'], 'table')
  await writeOut(LISTS[format](checks))
  return EXIT.healthy
}

const FIX_WORDS = { safe: 'safe', review: 'review', none: '-' } as const

const asTable = (checks: readonly AnyCheck[]): string => {
  const rows = checks.map(check => [
    check.id,
    check.severity,
    FIX_WORDS[check.fix],
    check.title,
    readsOf(check).join(', '),
  ])
  return `${columns([['id', 'severity', 'fix', 'holds when healthy', 'reads'], ...rows]).join('\n')}\n`
}

const asJson = (checks: readonly AnyCheck[]): string => {
  const rows = checks.map(check => ({
    id: check.id,
    severity: check.severity,
    title: check.title,
    why: check.why,
    reads: readsOf(check),
    follows: followsOf(check),
    fix: check.fix,
    docs: check.docs,
  }))
  return `${JSON.stringify(rows, null, 2)}\n`
}

const asMarkdown = (checks: readonly AnyCheck[]): string => {
  const cell = (text: string): string => text.replaceAll('|', '\\|')
  const rows = checks.map(
    check =>
      `| [\`${check.id}\`](${check.docs}) | ${check.severity} | ${cell(check.title)} | ${readsOf(check).join(', ')} | ${FIX_WORDS[check.fix]} |`,
  )
  return `${['| id | severity | holds when healthy | reads | fix |', '|---|---|---|---|---|', ...rows].join('\n')}\n`
}

const LISTS = { table: asTable, json: asJson, markdown: asMarkdown } as const

/** The kinds of records that a check looks at. */
export const readsOf = (check: AnyCheck): readonly string[] => [...new Set(kindsOf(check))]

/** The checks whose failure may explain this one's. */
export const followsOf = ({ after = [], mayFollow = [] }: AnyCheck): readonly string[] => [
  ...new Set([...after, ...mayFollow]),
]
