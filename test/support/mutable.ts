export type { BreakableWorld, Mutable } from '../../src/tester/breakable-world.ts'
