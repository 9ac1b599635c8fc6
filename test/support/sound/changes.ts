import { editInline, editShared } from '../../checks/policies.ts'
import {
  ACCOUNT,
  BUCKET,
  DB,
  GROUP_KEY,
  LOGGING_POLICY,
  REGION,
  SESSION_KEY,
  TLS_ONLY,
  WEB,
  healthyWorld,
  policyDocument,
} from '../healthy.ts'
import type { BreakableWorld } from '../mutable.ts'
import { HOSTED, HOSTED_ROLE } from './words.ts'

export const edited = (world: BreakableWorld, sid: string, change: Record<string, unknown>): void => {
  editShared(world, sid, statement => ({ ...statement, ...change }))
  editInline(world, sid, statement => ({ ...statement, ...change }))
}

/** Replaces the statements of both logging policies. */
export const logging = (world: BreakableWorld, statement: unknown, version = '2012-10-17'): void => {
  const document = JSON.stringify({ Version: version, Statement: statement })
  Object.assign(world.records.policies[LOGGING_POLICY] ?? {}, { document })
  Object.assign(world.records.roles['db'] ?? {}, { inline: { 'session-logging-inline': document } })
}

export const withoutSession = (world: BreakableWorld): void => {
  editShared(world, 'SessionKey', () => undefined)
  editInline(world, 'SessionKey', () => undefined)
}

export const bucketPolicy = (world: BreakableWorld, ...statements: unknown[]): void => {
  world.records.bucketPolicies[BUCKET] = {
    bucket: BUCKET,
    document: policyDocument([TLS_ONLY, ...statements]),
  }
}

export const keyPolicy = (world: BreakableWorld, ...statements: unknown[]): void => {
  world.records.keyPolicies[SESSION_KEY] = { keyArn: SESSION_KEY, document: policyDocument(statements) }
}

export const groupKeyPolicy = (world: BreakableWorld, ...statements: unknown[]): void => {
  world.records.keyPolicies[GROUP_KEY] = { keyArn: GROUP_KEY, document: policyDocument(statements) }
}

export const root = {
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
  Action: 'kms:*',
  Resource: '*',
}

export const nodesOf = (world: BreakableWorld) => Object.values(world.records.managedNodes)

/** Default Host Management with a role that writes session logs; the profiles go, or keep what is left of them. */
export const hosted = (world: BreakableWorld, { profiles }: { profiles: boolean }): void => {
  const web = world.records.roles['web']
  if (!web) return
  world.records.roles[HOSTED_ROLE] = {
    ...web,
    name: HOSTED_ROLE,
    arn: `arn:aws:iam::${ACCOUNT}:role/service-role/${HOSTED_ROLE}`,
    id: 'AROAHOSTEDXXXXXXXXXXX',
    trustPolicy: policyDocument([
      { Effect: 'Allow', Principal: { Service: 'ssm.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ]),
  }
  world.records.serviceSettings[HOSTED] = {
    id: HOSTED,
    value: `service-role/${HOSTED_ROLE}`,
    status: 'Customized',
  }
  for (const id of [WEB, DB]) {
    const node = world.records.managedNodes[id]
    if (node) node.iamRole = HOSTED_ROLE
    if (!profiles) {
      delete world.records.instances[id]?.profileArn
      delete world.records.instances[id]?.profileId
    }
  }
  const apps = policyDocument([{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::app/*' }])
  for (const name of ['web', 'db']) {
    if (profiles) Object.assign(world.records.roles[name] ?? {}, { attached: [], inline: { app: apps } })
    else delete world.records.roles[name]
  }
}

export const anInstance = (world: BreakableWorld, id: string, change: object): void => {
  const web = world.records.instances[WEB]
  if (web) world.records.instances[id] = { ...web, id, name: id, ...change }
}

export const anOutsider = (world: BreakableWorld, role: string, document: string): void => {
  const web = world.records.roles['web']
  const arn = `arn:aws:iam::${ACCOUNT}:instance-profile/${role}`
  if (web) world.records.roles[role] = { ...web, name: role, attached: [], inline: { worker: document } }
  world.records.instanceProfiles[arn] = { arn, name: role, id: 'AIPAWORKERXXXXXXXXXXX', roleName: role }
  anInstance(world, 'i-0a1b2c3d4e5f6000a', { profileArn: arn })
}

export const emptied = (world: BreakableWorld): void => {
  world.records.instances = {}
  world.records.managedNodes = {}
}

/** The account in another partition and Region. */
export const moved = (partition: string, region: string, suffix: string): BreakableWorld => {
  const text = JSON.stringify(healthyWorld())
    .replaceAll('arn:aws:', `arn:${partition}:`)
    .replaceAll(REGION, region)
    .replaceAll(`logs.${region}.amazonaws.com`, `logs.${region}.${suffix}`)
    .replaceAll('ec2.amazonaws.com', `ec2.${suffix}`)
  const world: BreakableWorld = JSON.parse(text)
  world.scope.partition = partition
  return world
}
