/** aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html */
export const MOST_SKEW_SECONDS = 300

/** When a call was sent and its answer was there, by this computer's clock, and when AWS answered by its own. */
export interface TimedAnswer {
  readonly sentAt: number
  readonly receivedAt: number
  readonly date: string
}

/**
 * By how many seconds this computer's clock is ahead of AWS's; negative where it is behind. What may be the time on
 * the way, and the fraction of a second that a Date header leaves out, does not count.
 * @returns undefined where the date is none
 */
export const skewOf = ({ sentAt, receivedAt, date }: TimedAnswer): number | undefined => {
  const answered = Date.parse(date)
  if (Number.isNaN(answered)) return undefined
  const [earliest, latest] = [answered, answered + 1_000]
  if (sentAt > latest) return Math.round((sentAt - latest) / 1_000)
  if (receivedAt < earliest) return -Math.round((earliest - receivedAt) / 1_000)
  return 0
}
