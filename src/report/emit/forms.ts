import type { Change, ChangeOf, ChangeType } from '../../core/changes/change.ts'
import type { World } from '../../core/snapshot.ts'
import type { HclResource } from './hcl-resource.ts'
import type { Line } from './command.ts'
import type { Namer } from './names.ts'
import type { TemplateResource } from './template-resource.ts'

/** What infrastructure code a plan can be told as. */
export const CODE_FORMS = ['terraform', 'cloudformation', 'cli'] as const
export type CodeForm = (typeof CODE_FORMS)[number]

/** Changes that undo others alone: no plan holds one as a step. */
type UndoType =
  | 'restore-policy-version'
  | 'add-policy-version'
  | 'delete-role-policy'
  | 'delete-policy'
  | 'detach-role-policy'
  | 'disable-key'
  | 'remove-group-rule'
  | 'delete-group'
  | 'remove-endpoint-group'
  | 'delete-log-group'
  | 'remove-role-from-profile'
  | 'disassociate-profile'
  | 'delete-association'
  | 'delete-document'
  | 'delete-document-version'

/** Changes that a plan holds as steps. */
export type ForwardType = Exclude<ChangeType, UndoType>

/** What the code of one change may need of the whole plan. */
export interface Scene {
  /** Digest of the plan. */
  readonly digest: string
  /** All changes of the plan, in order. */
  readonly changes: readonly Change[]
  /** Names that are valid in the form. */
  readonly name: Namer
  /** The world of a Region as it is after the plan; of what is global, that of any. */
  readonly after: (region?: string) => World | undefined
}

/** What a form has no resource for: said in words, with the commands of the AWS CLI where these are the way. */
export interface Note {
  readonly note: string
  /** Code that is to be put where the note says. */
  readonly lines?: readonly string[]
  /** Nothing has to be run for it. */
  readonly noCommands?: true
}

export const isNote = (part: object): part is Note => 'note' in part

/** A change in each of the forms. */
export interface Told<C> {
  /** In other words than the plan's, where those do not hold for code. */
  describe?(change: C): string
  cli(change: C, scene: Scene): readonly Line[]
  terraform(change: C, scene: Scene): readonly (HclResource | Note)[]
  cloudformation(change: C, scene: Scene): readonly (TemplateResource | Note)[]
}

/** Changes of one family in each of the forms. */
export type Family<T extends ForwardType> = { readonly [K in T]: Told<ChangeOf<K>> }
