import { Interrupted } from '../core/errors.ts'
import { writeErr } from './terminal.ts'

/** What Ctrl-C and SIGTERM do: end a reading at once, let a writing finish its step. */
export interface Interrupt {
  /** Aborted at the first signal while reading; ends what is in flight. */
  readonly signal: AbortSignal
  /** Whether a signal came. */
  interrupted(): boolean
  /** What the end by a signal says from now on. */
  says(message: string): void
  /** Runs work that must not be cut: a signal is only noted. */
  guarding<T>(work: () => Promise<T>): Promise<T>
  /** The result of work, or Interrupted as soon as a signal comes while nothing is guarded. */
  orInterrupted<T>(work: Promise<T>): Promise<T>
}

/** Starts listening. */
export const listenForInterrupt = (): Interrupt => {
  const controller = new AbortController()
  let came = false
  let guarded = 0
  let message = 'interrupted; nothing was changed'
  let stop: (error: Interrupted) => void = () => {}
  const stopped = new Promise<never>((_resolve, reject) => (stop = reject))
  stopped.catch(() => {})
  const end = (): void => {
    controller.abort()
    stop(new Interrupted(message))
  }
  const onSignal = (): void => {
    if (guarded > 0 && !came) void writeErr('interrupted: finishing the current step')
    came = true
    if (guarded === 0) end()
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  return {
    signal: controller.signal,
    interrupted: () => came,
    says(text) {
      message = text
    },
    async guarding(work) {
      guarded++
      try {
        return await work()
      } finally {
        guarded--
      }
    },
    orInterrupted: work => Promise.race([work, stopped]),
  }
}
