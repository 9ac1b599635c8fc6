import { recordAt } from '../changes/edit-record.ts'
import type { World } from '../snapshot.ts'
import { viewOf } from '../views.ts'
import type { Course } from './users.ts'

interface GroupInRegion {
  readonly region: string
  readonly logGroup: string
}

const worldOf = ({ before }: Course, { region }: GroupInRegion): World | undefined =>
  before.find(({ scope }) => scope.region === region)

/** Whose records a new log group will hold. */
export const usersOfNewGroup = (change: GroupInRegion, course: Course): readonly string[] => {
  const world = worldOf(course, change)
  return world ? sessionsIn(world, change.logGroup) : []
}

/** What uses a log group, as far as the world shows it: CloudWatch Logs keeps no list. */
export const usersOfLogGroup = (change: GroupInRegion, course: Course): readonly string[] => {
  const world = worldOf(course, change)
  if (!world) return []
  const { logGroup } = change
  // Of one that the same plan creates nobody else knows.
  if (!recordAt(world, 'logGroups', logGroup)) return sessionsIn(world, logGroup)
  return [...sessionsIn(world, logGroup), 'others that write to this log group or read it are not seen']
}

/** Who reads records that are encrypted from now on needs the key too. */
export const usersOfGroupKey = (change: GroupInRegion, course: Course): readonly string[] => [
  ...usersOfLogGroup(change, course),
  'who reads its records, subscriptions too, may need the right to decrypt with the key from then on',
]

const sessionsIn = (world: World, logGroup: string): readonly string[] => {
  const named = Object.hasOwn(viewOf(world, 'logDestinations').records, logGroup)
  const nodes = Object.keys(viewOf(world, 'judgedNodes').records).length
  return named ? [`the sessions of all ${nodes} nodes of ${world.scope.region}`] : []
}
