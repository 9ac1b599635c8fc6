import { addInline, editInline, editShared } from '../../checks/policies.ts'
import { ACCOUNT, BUCKET, DB, LOGGING_POLICY, TLS_ONLY, WEB, policyDocument } from '../healthy.ts'
import type { BreakableWorld } from '../mutable.ts'
import { HOSTED } from './words.ts'

export const edit = (
  world: BreakableWorld,
  sid: string,
  change: Record<string, unknown> | undefined,
): void => {
  editShared(world, sid, statement => change && { ...statement, ...change })
  editInline(world, sid, statement => change && { ...statement, ...change })
}

export const node = (world: BreakableWorld, id: string, change: object): void => {
  Object.assign(world.records.managedNodes[id] ?? {}, change)
}

export const role = (world: BreakableWorld, name: string, change: object): void => {
  Object.assign(world.records.roles[name] ?? {}, change)
}

export const lose = (world: BreakableWorld, ...ids: readonly string[]): void => {
  for (const id of ids) {
    node(world, id, { pingStatus: 'ConnectionLost', lastPingAt: '2026-11-20T01:00:00.000Z' })
    world.records.connections[id] = { id, status: 'notconnected' }
  }
}

/** Takes the AWS-managed core policy from role web and gives it these actions in its stead. */
export const core = (world: BreakableWorld, ...actions: readonly string[]): void => {
  role(world, 'web', { attached: [{ arn: LOGGING_POLICY, name: 'session-logging' }] })
  if (actions.length > 0) addInline(world, 'web', 'core', { Effect: 'Allow', Action: actions, Resource: '*' })
}

export const key = (world: BreakableWorld, arn: string, change: object): void => {
  Object.assign(world.records.keys[arn] ?? {}, change)
}

export const noBucketAtAll = (world: BreakableWorld): void => {
  Object.assign(world.records, { buckets: {}, bucketPolicies: {}, bucketEncryption: {} })
}

export const bucketPolicy = (world: BreakableWorld, ...statements: unknown[]): void => {
  world.records.bucketPolicies[BUCKET] = {
    bucket: BUCKET,
    document: policyDocument([TLS_ONLY, ...statements]),
  }
}

/** Turns Default Host Management on, with a role made from role `like`. */
export const hosted = (world: BreakableWorld, like: string, change: object = {}): void => {
  world.records.serviceSettings[HOSTED] = { id: HOSTED, value: 'service-role/hosted', status: 'Customized' }
  const model = world.records.roles[like]
  const arn = `arn:aws:iam::${ACCOUNT}:role/service-role/hosted`
  if (model) world.records.roles['hosted'] = { ...model, name: 'hosted', arn, ...change }
}

export const withoutProfiles = (world: BreakableWorld): void => {
  for (const id of [WEB, DB]) delete world.records.instances[id]?.profileArn
}
