import type { Risk } from './change.ts'

/** The risk of a change that is never safe. */
export const review = (): Risk => 'review'
