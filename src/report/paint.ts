import { styleText } from 'node:util'
import type { Severity } from '../core/check.ts'

/** The looks that reports use. Colour only repeats what a word says already. */
export type Look = 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan' | 'magenta'

/** Puts a look on a text. */
export type Paint = (look: Look | readonly Look[], text: string) => string

const plain: Paint = (_look, text) => text

const coloured: Paint = (look, text) => styleText([look].flat(), text, { validateStream: false })

/** Paint for a terminal that shows colour, or for one that does not. */
export const paintFor = (color: boolean): Paint => (color ? coloured : plain)

/** How a severity looks. */
export const SEVERITY_LOOK: Readonly<Record<Severity, readonly Look[]>> = {
  critical: ['bold', 'red'],
  high: ['red'],
  medium: ['yellow'],
  low: ['cyan'],
  info: ['dim'],
}
