import type { LogGroup } from '../records.ts'
import type { Scope } from '../snapshot.ts'

/** aws: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const CHOICES = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const

/** The shortest retention, in days, that CloudWatch Logs accepts and that keeps records for so long; nothing where none does. */
export const retentionFor = (days: number): number | undefined => CHOICES.find(choice => choice >= days)

const DAY_MS = 86_400_000

/**
 * Whether a retention deletes no record: it is no shorter than the present one, or the group is not as old as it.
 * aws: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
 */
export const losesNoRecord = (
  { retentionInDays, createdAt }: LogGroup,
  days: number | undefined,
  { takenAt }: Pick<Scope, 'takenAt'>,
): boolean => {
  if (days === undefined || (retentionInDays !== undefined && retentionInDays <= days)) return true
  return createdAt !== undefined && Date.parse(takenAt) - Date.parse(createdAt) < days * DAY_MS
}
