import { printable } from '../report/printable.ts'

/** Tells how far a long job is, on one line of standard error that is written over; silent where that is no terminal. */
export interface Progress {
  tell(text: string): void
  /** Takes the line away. */
  clear(): void
}

const CLEAR_LINE = '\r\u001B[2K'

export const progressOn = (stream: NodeJS.WriteStream): Progress => {
  let shown = false
  return {
    tell(text) {
      if (!stream.isTTY) return
      shown = true
      const room = Math.max(20, (stream.columns || 80) - 1)
      stream.write(CLEAR_LINE + printable(text).slice(0, room))
    },
    clear() {
      if (shown) stream.write(CLEAR_LINE)
      shown = false
    },
  }
}
