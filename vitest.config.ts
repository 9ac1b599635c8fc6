import { defineConfig } from 'vitest/config'
import { endToEndFiles } from './test/support/moto/python.ts'

/** Tests that run the built program against a server that answers as AWS does. */
const againstMoto = (name: string, groupOrder: number) => ({
  test: {
    name,
    include: endToEndFiles(`test/${name}/**/*.test.ts`),
    sequence: { groupOrder },
    maxWorkers: 2,
    maxConcurrency: 2,
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    globalSetup: ['test/support/moto-server.ts'],
    testTimeout: 600_000,
    hookTimeout: 300_000,
  },
})

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/matrix/**', 'test/browser/**'],
          sequence: { groupOrder: 1 },
          setupFiles: ['test/support/one-seed.ts'],
          // Plugins are loaded as node loads them, for what it says of a broken one.
          server: { deps: { external: [/\/ssm-doctor-plugins-/] } },
          env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
          testTimeout: 300_000,
        },
      },
      againstMoto('e2e', 2),
      // Left to `npm run test:matrix`: it takes minutes.
      againstMoto('matrix', 3),
    ],
  },
})
