/** Creates a log group, tagged with the plan's digest; with a key, all of its records are encrypted with that. */
export interface CreateLogGroup {
  readonly type: 'create-log-group'
  readonly region: string
  readonly logGroup: string
  readonly keyArn?: string
}

/** Deletes a log group that this tool created, while it holds no stream. */
export interface DeleteLogGroup extends Omit<CreateLogGroup, 'type'> {
  readonly type: 'delete-log-group'
}

/** Sets for how many days a log group keeps records; without days, for ever. */
export interface SetRetention {
  readonly type: 'set-retention'
  readonly region: string
  readonly logGroup: string
  readonly from?: number
  readonly to?: number
}

/** Sets the key, by its ARN, that encrypts what comes to a log group from then on; without one, it has none. */
export interface SetLogGroupKey {
  readonly type: 'set-log-group-key'
  readonly region: string
  readonly logGroup: string
  readonly from?: string
  readonly to?: string
}

/** The closed list of what the tool may do to a log group. */
export type LogGroupChange = CreateLogGroup | DeleteLogGroup | SetRetention | SetLogGroupKey
