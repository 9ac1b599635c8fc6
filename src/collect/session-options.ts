/** Where the credentials, the Region and the endpoint come from; what is not given follows the AWS SDK's conventions. */
export interface SessionOptions {
  readonly profile?: string
  /** A role to assume with the credentials found. */
  readonly roleArn?: string
  /** One endpoint for all services, as `AWS_ENDPOINT_URL` would give. */
  readonly endpointUrl?: string
  readonly region?: string
  /** Requests in flight at a time, over all clients; 8 where it is not given. */
  readonly concurrency?: number
  /** Ends what is in flight. */
  readonly signal?: AbortSignal
  /** Hears the Date of each answer to the first call, an answer that refuses it too. */
  readonly onDate?: (date: string) => void
}
