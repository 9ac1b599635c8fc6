import type { GroupRef } from '../../../core/changes/change.ts'
import { namedGroup } from '../../../core/changes/group-ref.ts'
import type { Word } from '../command.ts'
import type { Scene } from '../forms.ts'
import { code, type HclValue } from '../hcl-resource.ts'
import { attributeOf } from '../template-resource.ts'

type Made = Extract<GroupRef, { groupName: string }>

const isMade = (ref: GroupRef): ref is Made => !('groupId' in ref)

/** @throws Error where no step of the plan creates the group */
const assertMade = ({ changes }: Scene, ref: Made): void => {
  const made = changes.some(
    change =>
      change.type === 'create-group' && change.vpcId === ref.vpcId && change.groupName === ref.groupName,
  )
  if (!made) throw new Error(`no step of the plan creates security group ${namedGroup(ref)}`)
}

/** The name of a group that the plan creates, in a form's own namespace. */
export const groupName = ({ name }: Scene, kind: string, { vpcId, groupName }: Made): string =>
  name(kind, `${vpcId}/${groupName}`, groupName)

export const groupVariable = (scene: Scene, ref: Made): string => groupName(scene, 'group', ref)

/** A group as a command takes it. */
export const groupWord = (scene: Scene, ref: GroupRef): Word => {
  if (!isMade(ref)) return ref.groupId
  assertMade(scene, ref)
  return { variable: groupVariable(scene, ref) }
}

/** A group's id in Terraform. */
export const groupCodeOf = (scene: Scene, ref: GroupRef): HclValue => {
  if (!isMade(ref)) return ref.groupId
  assertMade(scene, ref)
  return code(`aws_security_group.${groupName(scene, 'aws_security_group', ref)}.id`)
}

/** A group's id in a template. */
export const groupAttribute = (scene: Scene, ref: GroupRef): unknown => {
  if (!isMade(ref)) return ref.groupId
  assertMade(scene, ref)
  return attributeOf(groupName(scene, 'group', ref), 'GroupId')
}

/** What tells a group from others in the keys of names. */
export const groupKey = (ref: GroupRef): string =>
  isMade(ref) ? `${ref.vpcId}/${ref.groupName}` : ref.groupId
