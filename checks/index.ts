import type { AnyCheck } from '../src/core/index.ts'

/** Every check, in the order of the catalogue. */
export const checks: readonly AnyCheck[] = []
