import type { Report } from '../core/report.ts'
import type { Place, ReportContext } from './context.ts'
import { summaryLine } from './coverage-section.ts'
import { briefLines } from './finding-lines.ts'
import type { Room } from './fit-sections.ts'
import { plural } from './layout.ts'
import { levelOf, type Level } from './levels.ts'
import { renderMarkdown } from './markdown.ts'
import { printableData } from './printable.ts'
import { rootsOf, standingOf, type Root } from './roots.ts'
import { clipped } from './text-forms.ts'

/** What GitHub shows of each kind per step; it drops the rest without a word. */
const SHOWN = 10
const TITLE = 255
const MESSAGE = 4_000

interface Annotation {
  readonly level: Level
  readonly title: string
  readonly lines: readonly string[]
  readonly place?: Place | undefined
}

/**
 * The report as workflow commands, an annotation per finding that stands for itself, worst first, as many as GitHub
 * shows; then how many are left out, and the summary as plain text.
 * github: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 */
export const renderGithub = (report: Report, context: ReportContext): string => {
  const clean = printableData(report)
  const all = [
    ...incomplete(clean, context),
    ...rootsOf(clean.findings)
      .filter(({ finding }) => standingOf(finding) !== 'accepted')
      .map(root => annotation(root, context)),
  ]
  const shown = LEVELS.flatMap(level => all.filter(one => one.level === level).slice(0, room(level, all)))
  const left = all.length - shown.length
  const rest: readonly Annotation[] = left > 0 ? [leftOut(left, context)] : []
  return `${[...[...shown, ...rest].map(command), `${context.tool.name}: ${summaryLine(clean)}`].join('\n')}\n`
}

const LEVELS: readonly Level[] = ['error', 'warning', 'note']

/** One notice is kept for what is left out, where anything is. */
const room = (level: Level, all: readonly Annotation[]): number => {
  const overflows = LEVELS.some(one => all.filter(({ level }) => level === one).length > SHOWN)
  return level === 'note' && overflows ? SHOWN - 1 : SHOWN
}

const annotation = (root: Root, { placeOf }: ReportContext): Annotation => {
  const { check, severity, verdict, message } = root.finding
  return {
    level: levelOf(root.finding),
    title: `${check} (${verdict === 'unknown' ? 'not known' : severity})`,
    lines: [message, ...briefLines(root)],
    place: placeOf(root.finding),
  }
}

/** A run that could not look at everything says so before anything else. */
const incomplete = ({ gaps, checks }: Report, { notes }: ReportContext): readonly Annotation[] => {
  const lines = [
    ...notes,
    ...gaps
      .filter(gap => !gap.foreign)
      .map(({ kind, id = '', region, reason }) =>
        [`could not read ${kind}`, ...(id === '' ? [] : [id]), `(${region}): ${reason}`].join(' '),
      ),
    ...checks
      .filter(({ status }) => status === 'crashed')
      .map(({ id, reason }) => `${id} crashed: ${reason ?? 'no reason given'}`),
  ]
  return lines.length > 0 ? [{ level: 'warning', title: 'not everything was looked at', lines }] : []
}

const leftOut = (count: number, { tool }: ReportContext): Annotation => ({
  level: 'note',
  title: `${plural(count, 'more finding')} of ${tool.name}`,
  lines: [`GitHub shows ${SHOWN} of each kind; the job summary and --format json have all`],
})

const NAMES: Readonly<Record<Level, string>> = { error: 'error', warning: 'warning', note: 'notice' }

const command = ({ level, title, lines, place }: Annotation): string => {
  const properties = [
    ...(place ? [`file=${property(place.file)}`, `line=${place.line}`] : []),
    `title=${property(clipped(title, TITLE))}`,
  ]
  return `::${NAMES[level]} ${properties.join(',')}::${data(clipped(lines.join('\n'), MESSAGE))}`
}

const data = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')

/** What the summary of a step may hold; one that has more is not shown at all. */
export const SUMMARY_BYTES = 1024 * 1024

/** The page for the summary of a job. @param taken bytes that the step's summary holds already */
export const renderSummary = (report: Report, context: ReportContext, taken: number): string => {
  const room: Room = { most: SUMMARY_BYTES - taken, sizeOf: text => Buffer.byteLength(text) }
  return renderMarkdown(report, context, room)
}
