import type { World } from '../snapshot.ts'

/** Carries a change out in the worlds of its own Region alone. */
export const inRegion = (world: World, region: string, edit: (world: World) => World): World =>
  world.scope.region === region ? edit(world) : world
