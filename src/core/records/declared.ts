/** Something of another account that is meant, and whose it is. */
export interface ForeignThing {
  readonly arn: string
  /** Account id. */
  readonly owner: string
}

/**
 * What the config declares of the account in a Region, its placeholders filled in; put into the world by the command
 * line. The only id is `config`.
 */
export interface Declared {
  readonly managed?: 'all'
  /** Inputs of the preferences document: flags as booleans, minutes as texts; an empty text: shall not be set. */
  readonly preferences?: Readonly<Record<string, unknown>>
  /** ARNs of roles and users, `*` allowed: see `namesPrincipal`. */
  readonly operators?: readonly string[]
  /** As operators are named. */
  readonly administrators?: readonly string[]
  /** Buckets, keys and subnets of other accounts. */
  readonly foreign?: readonly ForeignThing[]
  /** Agents are kept current by new images. */
  readonly agentUpdates?: 'image'
  /** How long the records of sessions shall be kept. */
  readonly logRetentionDays?: { readonly atLeast: number }
  /** After how many idle minutes sessions shall have ended. */
  readonly idleSessionTimeout?: { readonly atMost: number }
  /** Name of the instance profile that instances shall hold. */
  readonly instanceProfile?: string
  /** ARN of the key, or of its alias, with which the log group shall be encrypted. */
  readonly logGroupKey?: string
  /** Nodes named by `-i` or by the config: judged whatever their state. */
  readonly named?: readonly string[]
}
