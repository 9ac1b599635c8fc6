import { defineConfig } from 'vitest/config'
import { browserFiles } from '../support/browser/chromium.ts'

const include = browserFiles('test/browser/**/*.test.ts')

export default defineConfig({
  test: {
    name: 'browser',
    root: '.',
    include,
    passWithNoTests: include.length === 0,
    // a browser each would take more memory than the time is worth
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
