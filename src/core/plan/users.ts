import type { Change, ChangeOf, ChangeType } from '../changes/change.ts'
import type { World } from '../snapshot.ts'
import { usersOfBucket } from './bucket-users.ts'
import { usersOfEndpointNames, usersOfRules, usersOfVpcNames } from './network-users.ts'
import { usersOfDocument } from './document-users.ts'
import { usersOfKey } from './key-users.ts'
import { usersOfGroupKey, usersOfLogGroup, usersOfNewGroup } from './log-group-users.ts'
import {
  usersOfAgentUpdate,
  usersOfAssociation,
  usersOfMetadata,
  usersOfProfile,
  usersOfTrust,
} from './node-users.ts'
import { holdersOf, usersOfRole } from './policy-users.ts'

/** The worlds before all steps of a plan, and once all are made. */
export interface Course {
  readonly before: readonly World[]
  readonly after: readonly World[]
}

type Users<T extends ChangeType> = (change: ChangeOf<T>, course: Course) => readonly string[]

/** Who else is touched by a change of each type; a type that is not here touches nobody else. */
const USERS: { readonly [T in ChangeType]?: Users<T> } = {
  'put-policy-version': ({ policyArn }, { before }) => holdersOf(before, policyArn),
  'delete-policy-version': ({ policyArn }, { before }) => holdersOf(before, policyArn),
  'create-policy': ({ policyArn }, { before }) => holdersOf(before, policyArn),
  'put-role-policy': ({ role }, course) => usersOfRole(role, course),
  'attach-role-policy': ({ role }, course) => usersOfRole(role, course),
  'enable-key': usersOfKey,
  'put-key-policy': usersOfKey,
  'create-log-group': usersOfNewGroup,
  'set-retention': usersOfLogGroup,
  'set-log-group-key': usersOfGroupKey,
  'put-public-access-block': usersOfBucket,
  'put-bucket-policy': usersOfBucket,
  'add-group-rule': (change, { after }) => usersOfRules(after, change),
  'set-vpc-dns': (change, { after }) => usersOfVpcNames(after, change),
  'set-private-dns': (change, { after }) => usersOfEndpointNames(after, change),
  'put-trust-policy': usersOfTrust,
  'add-role-to-profile': usersOfProfile,
  'associate-profile': usersOfAssociation,
  'replace-profile': usersOfAssociation,
  'set-metadata-options': usersOfMetadata,
  'create-association': usersOfAgentUpdate,
  'create-document': usersOfDocument,
  'update-document': usersOfDocument,
  'set-default-document-version': usersOfDocument,
}

/**
 * Who else is touched by a change: every principal that holds the policy, and the nodes of the roles among them; the
 * endpoints and nodes that have the security group; every host of a VPC whose names are resolved otherwise; the hosts
 * that get a role's credentials; the nodes whose agents are updated.
 */
export const usersOf = (change: Change, course: Course): readonly string[] => {
  const users: ((change: never, course: Course) => readonly string[]) | undefined = USERS[change.type]
  return users?.(change as never, course) ?? []
}
