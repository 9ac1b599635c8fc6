import type { Risk } from './change.ts'

/** The risk of a change that is never safe. */
export const review = (): Risk => 'review'

/** What a change edits that creates a thing of our own, or takes it away. */
export const nothing = (): undefined => undefined
