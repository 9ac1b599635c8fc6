import type { SecurityGroup } from '../records.ts'
import { recordsOf, type World } from '../snapshot.ts'
import type { GroupRef } from './network-change.ts'

/** The group of a VPC that has a name; AWS lets no two have the same. */
export const groupNamed = (world: World, vpcId: string, name: string): SecurityGroup | undefined =>
  Object.values(recordsOf(world, 'securityGroups')).find(
    group => group.vpcId === vpcId && group.name === name,
  )

/** The id that a group goes by in memory: AWS gives one only once it is created. */
export const idOfGroup = (world: World, ref: GroupRef): string =>
  'groupId' in ref
    ? ref.groupId
    : (groupNamed(world, ref.vpcId, ref.groupName)?.id ?? idToBe(ref.vpcId, ref.groupName))

/** The stand-in for the id of a group that a plan creates. */
export const idToBe = (vpcId: string, name: string): string => `${vpcId}/${name}`

/** A group as people read it. */
export const namedGroup = (ref: GroupRef): string =>
  'groupId' in ref ? ref.groupId : `${ref.groupName} of ${ref.vpcId}`
