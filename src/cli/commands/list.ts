import type { AnyCheck } from '../../core/check.ts'
import { controlsOf } from '../../core/compliance/controls-of.ts'
import { kindsOf } from '../../core/audit/wanted.ts'
import { columns } from '../../report/layout.ts'
import { choice } from '../arguments.ts'
import { catalogueOf } from '../catalogue.ts'
import type { Run } from '../commands.ts'
import { EXIT } from '../exit-code.ts'
import { FORMATS_OF } from '../formats.ts'
import { writeOut } from '../terminal.ts'
import { FIX_SAYS } from '../fix-words.ts'

/** `list`: every check, for people, for programs, or for a page. */
export const runList: Run = async argv => {
  const format = choice(argv, 'format', FORMATS_OF.list, 'table')
  const { checks, broken } = await catalogueOf(argv)
  await writeOut(LISTS[format](checks))
  return broken.length > 0 ? EXIT.usage : EXIT.healthy
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
  const rows = checks.map(checkData)
  return `${JSON.stringify(rows, null, 2)}\n`
}

/** A check for a program. */
export const checkData = (check: AnyCheck) => ({
  id: check.id,
  severity: check.severity,
  title: check.title,
  why: check.why,
  reads: readsOf(check),
  follows: followsOf(check),
  fix: check.fix,
  docs: check.docs,
  controls: controlsOf(check.id).map(({ control, shows }) => ({
    framework: control.framework.id,
    id: control.id,
    shows,
  })),
})

/** A page: a table of all checks, and for each what it costs, what it reads and what is done about it. */
const asMarkdown = (checks: readonly AnyCheck[]): string => {
  const rows = checks.map(
    ({ id, severity, title, fix }) =>
      `| [\`${id}\`](#${id.replace('/', '')}) | ${severity} | ${cell(title)} | ${FIX_WORDS[fix]} |`,
  )
  const table = ['| id | severity | holds when healthy | fix |', '|---|---|---|---|', ...rows]
  return `${['# Checks', ...table, ...checks.flatMap(section)].join('\n').replace('\n|', '\n\n|')}\n`
}

const cell = (text: string): string => text.replaceAll('|', '\\|')

const section = (check: AnyCheck): readonly string[] => {
  const follows = followsOf(check).map(id => `\`${id}\``)
  return [
    '',
    `## ${check.id}`,
    '',
    `Holds when healthy: ${check.title}. Severity ${check.severity}; a check may raise or lower it per case.`,
    '',
    check.why,
    '',
    `- looks at each of: \`${check.each}\``,
    `- reads: ${readsOf(check)
      .map(kind => `\`${kind}\``)
      .join(', ')}`,
    ...(follows.length > 0 ? [`- may follow from: ${follows.join(', ')}`] : []),
    `- repair: ${FIX_SAYS[check.fix]}`,
    ...evidenceFor(check),
    `- AWS: <${check.docs}>`,
  ]
}

/** The controls that a check gives evidence for, a framework after the other. */
const evidenceFor = (check: AnyCheck): readonly string[] => {
  const byFramework = new Map<string, string[]>()
  for (const { control } of controlsOf(check.id)) {
    const known = byFramework.get(control.framework.short)
    if (known) known.push(control.id)
    else byFramework.set(control.framework.short, [control.id])
  }
  const lists = [...byFramework].map(([short, ids]) => `${short} ${ids.join(', ')}`)
  return lists.length > 0 ? [`- evidence for: ${lists.join('; ')}`] : []
}

const LISTS = { table: asTable, json: asJson, markdown: asMarkdown } as const

/** The kinds of records that a check looks at. */
export const readsOf = (check: AnyCheck): readonly string[] => [...new Set(kindsOf(check))]

/** The checks whose failure may explain this one's. */
export const followsOf = ({ after = [], mayFollow = [] }: AnyCheck): readonly string[] => [
  ...new Set([...after, ...mayFollow]),
]
