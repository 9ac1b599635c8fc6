import { setTimeout } from 'node:timers/promises'
import type { Context } from './executor.ts'

const PAUSE_MS = 3_000
const TRIES = 20

const pauseOf = ({ pause = ms => setTimeout(ms) }: Pick<Context, 'pause'>): Promise<void> => pause(PAUSE_MS)

/**
 * Makes a call again while AWS refuses it for something that passes by itself: an endpoint that is still busy with the
 * last change, a group that its interfaces have not let go yet.
 */
export const patiently = async <T>(
  context: Pick<Context, 'pause'>,
  call: () => Promise<T>,
  passes: (error: unknown) => boolean,
  tries = TRIES,
): Promise<T> => {
  try {
    return await call()
  } catch (error) {
    if (tries === 1 || !passes(error)) throw error
  }
  await pauseOf(context)
  return patiently(context, call, passes, tries - 1)
}

/** Looks again for what a step just before created: EC2 may not show it at once. */
export const awaited = async <T>(
  context: Pick<Context, 'pause'>,
  look: () => Promise<T | undefined>,
  tries = 5,
): Promise<T | undefined> => {
  const found = await look()
  if (found !== undefined || tries === 1) return found
  await pauseOf(context)
  return awaited(context, look, tries - 1)
}
