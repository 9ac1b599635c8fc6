/** The door of the check tester: what `import … from 'ssm-doctor/test'` gives the author of a plugin. */
export type { BreakableWorld } from './breakable-world.ts'
export type { Case, Expected, ExpectedFinding } from './case.ts'
export { healthyWorld } from './healthy-world.ts'
export { testCheck, type PluginCheck } from './test-check.ts'
