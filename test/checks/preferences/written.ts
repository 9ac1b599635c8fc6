import { preferencesContent } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'

export const NAME = 'SSM-SessionManagerRunShell'

/** Writes the preferences as one version 3, the default. */
export const write = (world: BreakableWorld, content: string): void => {
  world.records.preferencesDocuments = { [NAME]: { name: NAME, default: { version: '3', content } } }
}

/** Writes the healthy preferences but for some inputs and fields of the top level. */
export const set = (world: BreakableWorld, inputs: Record<string, unknown>, top = {}): void =>
  write(world, preferencesContent(inputs, top))

/** Writes a default version 3 and a latest version 4. */
export const writeTwo = (world: BreakableWorld, current: string, latest: string): void => {
  world.records.preferencesDocuments = {
    [NAME]: {
      name: NAME,
      default: { version: '3', content: current },
      latest: { version: '4', content: latest },
    },
  }
}

/** Takes every node away, so that nothing in the Region is judged. */
export const withoutNodes = (world: BreakableWorld): void => {
  world.records.instances = {}
  world.records.managedNodes = {}
}

/** Hides every instance, so that nobody can tell which of the listed nodes are judged. */
export const hideInstances = (world: BreakableWorld): void => {
  world.records.instances = {}
  world.gaps.push({ kind: 'instances', reason: 'UnauthorizedOperation', actions: ['ec2:DescribeInstances'] })
}
