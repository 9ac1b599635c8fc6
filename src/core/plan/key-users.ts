import { recordsOf, type World } from '../snapshot.ts'
import { viewOf } from '../views.ts'
import type { Course } from './users.ts'

/** What uses a key, as far as the world shows it: KMS keeps no list. */
export const usersOfKey = (
  { region, keyArn }: { readonly region: string; readonly keyArn: string },
  { before }: Course,
): readonly string[] => {
  const world = before.find(({ scope }) => scope.region === region)
  if (!world) return []
  return [
    ...sessionsWith(world, keyArn),
    ...groupsWith(world, keyArn),
    ...bucketsWith(world, keyArn),
    ...granteesOf(world, keyArn),
    'others that use this key are not seen',
  ]
}

const arnOf = (world: World, ref: string | undefined): string | undefined =>
  ref === undefined ? undefined : recordsOf(world, 'keys')[ref]?.arn

const sessionsWith = (world: World, keyArn: string): readonly string[] => {
  const refs = Object.keys(viewOf(world, 'sessionKeys').records)
  const nodes = Object.keys(viewOf(world, 'judgedNodes').records).length
  return refs.some(ref => arnOf(world, ref) === keyArn)
    ? [`the sessions of all ${nodes} nodes of ${world.scope.region}`]
    : []
}

const groupsWith = (world: World, keyArn: string): readonly string[] =>
  Object.values(recordsOf(world, 'logGroups'))
    .filter(({ kmsKeyId }) => arnOf(world, kmsKeyId) === keyArn)
    .map(({ name }) => `log group ${name}`)

const bucketsWith = (world: World, keyArn: string): readonly string[] =>
  Object.values(recordsOf(world, 'bucketEncryption'))
    .filter(({ keyId }) => arnOf(world, keyId) === keyArn)
    .map(({ bucket }) => `bucket ${bucket}`)

const granteesOf = (world: World, keyArn: string): readonly string[] =>
  (recordsOf(world, 'keyGrants')[keyArn]?.grants ?? []).map(({ grantee }) => `grantee ${grantee}`)
