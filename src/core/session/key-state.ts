/**
 * States that a key leaves by itself: what holds then is not known now.
 *
 * aws: https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
 */
const PASSING: ReadonlySet<string> = new Set(['Creating', 'Updating', 'Unavailable'])

export const isPassing = (state: string): boolean => PASSING.has(state)
