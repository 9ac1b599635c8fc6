import type { Reach } from '../../core/net/types.ts'
import type { ReportedPath } from '../../core/report.ts'
import { clipped } from '../text-forms.ts'
import { html, type Markup, type Part } from './markup.ts'

/** A stop on the way: the node, what stands on it, the service. */
export interface Stop {
  readonly kind: string
  readonly name: string
  readonly verdict: Reach
  /** Behind the first one that blocks: no call comes there. */
  readonly isBeyond: boolean
}

const WIDTH = 320
const BOX = 46
const GAP = 26
const STEP = BOX + GAP
const LONGEST = 36
const MARKS: Readonly<Record<Reach, string>> = { open: '✓', blocked: '✗', unknown: '?' }

/** The way as a picture, from the node down to the service; the break is marked where it is. */
export const pathPicture = (stops: readonly Stop[], id: string, { service, verdict }: ReportedPath): Markup =>
  html` <svg
    class="way"
    viewBox="0 0 ${WIDTH} ${stops.length * STEP - GAP}"
    width="${WIDTH}"
    height="${stops.length * STEP - GAP}"
    role="img"
    aria-labelledby="${id}-alt"
  >
    <title id="${id}-alt">${described(stops, service, verdict)}</title>
    ${stops.map(line)} ${stops.map(box)}
  </svg>`

const described = (stops: readonly Stop[], service: string, verdict: Reach): string => {
  const broken = stops.find(stop => stop.verdict === 'blocked' && !stop.isBeyond)
  const at = broken ? ` at ${broken.kind} ${broken.name}` : ''
  return `The way from ${stops[0]?.name ?? 'the node'} to ${service} is ${verdict}${at}: ${stops.map(({ kind, name }) => `${kind} ${name}`).join(', then ')}`
}

/** The line that leads to a stop. */
const line = ({ isBeyond }: Stop, at: number, stops: readonly Stop[]): Part => {
  if (at === 0) return false
  const [from, to] = [at * STEP - GAP, at * STEP]
  const isBreak = isBeyond && stops[at - 1]?.isBeyond === false
  return html`<g class="${isBeyond ? 'line beyond' : 'line'}"
    ><path d="M40 ${from}V${to - 6}m-5 0h10l-5 6z" />${isBreak && cross(from + GAP / 2 - 2)}</g
  >`
}

const cross = (y: number): Markup => html`<path class="break" d="M32 ${y - 7}l16 14m0 -14l-16 14" />`

const box = ({ kind, name, verdict, isBeyond }: Stop, at: number): Markup => {
  const top = at * STEP
  return html`<g class="stop ${verdict}${isBeyond && ' beyond'}">
    <rect x="1" y="${top + 1}" width="${WIDTH - 2}" height="${BOX - 2}" rx="7" />
    <text class="kind" x="14" y="${top + 19}">${kind}</text>
    <text class="name" x="14" y="${top + 36}">${clipped(name, LONGEST)}</text>
    <text class="mark" x="${WIDTH - 22}" y="${top + 29}"
      >${isBeyond && verdict === 'open' ? '' : MARKS[verdict]}</text
    >
  </g>`
}
