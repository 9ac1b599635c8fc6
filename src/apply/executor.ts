import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import type { EC2Client } from '@aws-sdk/client-ec2'
import type { IAMClient } from '@aws-sdk/client-iam'
import type { KMSClient } from '@aws-sdk/client-kms'
import type { S3Client } from '@aws-sdk/client-s3'
import type { SSMClient } from '@aws-sdk/client-ssm'
import type { ChangeOf, ChangeType } from '../core/changes/change.ts'

/**
 * What a step saw before its first call: the ids of the policy's versions. Texts alone cannot tell the version that a
 * step made from one of the same text that was there before.
 */
export interface Seen {
  readonly versions: readonly string[]
  readonly defaultVersion: string
  /** The version that the step is about to delete. */
  readonly deletes?: string
}

/** The clients that write to one Region. */
export interface RegionalWriters {
  readonly ec2: EC2Client
  readonly kms: KMSClient
  readonly logs: CloudWatchLogsClient
  readonly s3: S3Client
  readonly ssm: SSMClient
}

/** The clients that write: IAM's answers for the whole account, the others for one Region. */
export interface Writers {
  readonly iam: IAMClient
  at(region: string): RegionalWriters
}

/** What an executor works with. */
export interface Context extends Writers {
  /** The account that the plan is for. */
  readonly accountId: string
  /** Digest of the plan: the value of the tag on what is created. */
  readonly digest: string
  /** What the step saw when it first began, where it is repeated or undone. */
  readonly seen?: Seen
  /** Waits between two tries; by the clock where it is not given. */
  pause?(milliseconds: number): Promise<void>
}

/** A write that is still to be made. */
export interface Pending {
  readonly seen?: Seen
  write(): Promise<void>
}

/** Carries out one type of change. Idempotent: it looks first, and writes only what is not there yet. */
export interface Executor<T extends ChangeType> {
  /**
   * Looks at the account, by reads alone.
   * @returns the write that is to be made, or nothing where the change is there already
   * @throws ChangedSince where the account is neither as before the change nor as after it
   */
  look(change: ChangeOf<T>, context: Context): Promise<Pending | undefined>
}

/** Somebody else changed what a step would edit: it is not overwritten. */
export class ChangedSince extends Error {
  override readonly name = 'ChangedSince'
}
