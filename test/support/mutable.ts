export type { BreakableWorld } from '../../src/tester/breakable-world.ts'
