import { ACCOUNT, WEB } from '../healthy.ts'
import type { BreakableWorld } from '../mutable.ts'

export const OTHER = '999999999999'
/** Instances beside the two of the healthy account. */
export const THIRD = 'i-0a1b2c3d4e5f6000a'
export const FOURTH = 'i-0a1b2c3d4e5f6000b'
export const FIFTH = 'i-0a1b2c3d4e5f6000c'

/** Adds an instance like the first one. */
export const addInstance = (world: BreakableWorld, id: string, change: object = {}): void => {
  const web = world.records.instances[WEB]
  if (web) world.records.instances[id] = { ...structuredClone(web), id, name: id, ...change }
}

/** Adds what Systems Manager knows of it. */
export const addManaged = (world: BreakableWorld, id: string, change: object = {}): void => {
  const web = world.records.managedNodes[WEB]
  if (web) world.records.managedNodes[id] = { ...web, id, ...change }
}

/** Adds an instance whose role has this policy and nothing else. */
export const addOutsider = (world: BreakableWorld, id: string, role: string, document: string): void => {
  const web = world.records.roles['web']
  const profileArn = `arn:aws:iam::${ACCOUNT}:instance-profile/${role}`
  const arn = `arn:aws:iam::${ACCOUNT}:role/${role}`
  if (web) world.records.roles[role] = { ...web, name: role, arn, attached: [], inline: { own: document } }
  world.records.instanceProfiles[profileArn] = {
    arn: profileArn,
    name: role,
    id: 'AIPAOUTSIDERXXXXXXXXX',
    roleName: role,
  }
  addInstance(world, id, { profileArn })
}

/** Takes an instance's profile away. */
export const withoutProfile = (world: BreakableWorld, id: string): void => {
  delete world.records.instances[id]?.profileArn
  delete world.records.instances[id]?.profileId
}

/** No instance, no node: what else the Region has stays. */
export const withoutNodes = (world: BreakableWorld): void => {
  world.records.instances = {}
  world.records.managedNodes = {}
  world.records.connections = {}
}
