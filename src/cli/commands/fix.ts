import type { Run } from '../commands.ts'
import { runCheck } from './check.ts'

/** `fix` is `check --fix`. */
export const runFix: Run = (argv, interrupt) => runCheck({ ...argv, fix: true }, interrupt)
