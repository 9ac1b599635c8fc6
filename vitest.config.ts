import { defineConfig } from 'vitest/config'
import { endToEndFiles } from './test/support/moto/python.ts'

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/browser/**'],
          sequence: { groupOrder: 1 },
          env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: endToEndFiles('test/e2e/**/*.test.ts'),
          sequence: { groupOrder: 2 },
          maxWorkers: 2,
          maxConcurrency: 2,
          env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
          globalSetup: ['test/support/moto-server.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
