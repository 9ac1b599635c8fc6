import { recordAt } from '../changes/edit-record.ts'
import { gapOf, type World } from '../snapshot.ts'
import { viewOf } from '../views.ts'
import type { Course } from './users.ts'

/** What uses a bucket, as far as the worlds show it: S3 keeps no list, and others may keep objects in it. */
export const usersOfBucket = (
  { bucket }: { readonly bucket: string },
  { before }: Course,
): readonly string[] => {
  const [world] = before
  return [
    ...before.flatMap(one => sessionsIn(one, bucket)),
    ...(world ? openingsOf(world, bucket) : []),
    'others that put objects into this bucket or read them are not seen',
  ]
}

const sessionsIn = (world: World, bucket: string): readonly string[] => {
  const named = Object.values(viewOf(world, 's3Destinations').records).some(one => one.bucket === bucket)
  const nodes = Object.keys(viewOf(world, 'judgedNodes').records).length
  return named ? [`the sessions of all ${nodes} nodes of ${world.scope.region}`] : []
}

/** Ways in for everybody. */
const openingsOf = (world: World, bucket: string): readonly string[] => {
  const access = recordAt(world, 'bucketPublicAccess', bucket)
  const gap = gapOf(world, 'bucketWebsites', bucket)
  return [
    ...(access?.publicByPolicy ? ['everybody, by its policy'] : []),
    ...(access?.publicGrants ?? []).map(group => `${group}, by its ACL`),
    ...(recordAt(world, 'bucketWebsites', bucket)?.serves ? ['visitors of the website that it serves'] : []),
    ...(gap ? [`whether it serves a website could not be read (needs ${gap.actions.join(', ')})`] : []),
  ]
}
