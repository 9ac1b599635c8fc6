/** Enables a key of the account. */
export interface EnableKey {
  readonly type: 'enable-key'
  readonly region: string
  readonly keyArn: string
}

/** Disables a key that this tool enabled. */
export interface DisableKey {
  readonly type: 'disable-key'
  readonly region: string
  readonly keyArn: string
}

/** Writes a key's policy in place of that text. */
export interface PutKeyPolicy {
  readonly type: 'put-key-policy'
  readonly region: string
  readonly keyArn: string
  readonly from: string
  readonly to: string
  /** Log groups that the same plan encrypts with the key: it lets the logs service in for them. */
  readonly letsIn?: readonly string[]
  /** The undo of that: while one of them holds records, the logs service has to go on reading them. */
  readonly shutsOut?: readonly string[]
}

/** The closed list of what the tool may do to a KMS key. */
export type KeyChange = EnableKey | DisableKey | PutKeyPolicy
