/** A value as Terraform's language writes it. */
export type HclValue =
  | string
  | number
  | boolean
  | readonly HclValue[]
  /** A JSON document, by `jsonencode`. */
  | { readonly json: string }
  /** An expression as it is: `aws_security_group.web.id`. */
  | { readonly code: string }

export type HclArguments = Readonly<Record<string, HclValue | undefined>>

/** A block of a resource: `targets { … }`. */
export interface HclBlock {
  readonly block: string
  readonly arguments: HclArguments
}

/** A resource of the AWS provider. */
export interface HclResource {
  readonly type: string
  readonly name: string
  readonly region?: string
  readonly arguments: HclArguments
  readonly blocks?: readonly HclBlock[]
  /** It exists already: how it is imported, and the arguments that stay as they are since nobody read them. */
  readonly existing?: { readonly id: string; readonly keeps?: readonly string[] }
}

/** An expression that stands as it is. */
export const code = (text: string): HclValue => ({ code: text })

/** What others may have set on a thing that exists: an import without them would take them away. */
export const PROVIDERS_TAGS: readonly string[] = ['tags', 'tags_all']
