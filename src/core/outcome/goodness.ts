import type { Outcome, YesNoOff } from '../report.ts'

/** What is switched off fails nobody, but a record or a key that was there and is switched off is a loss. */
const GOODNESS: Readonly<Record<YesNoOff, number>> = { yes: 3, off: 2, unknown: 1, no: 0 }

/** An aspect of an outcome that turns from one answer to another. */
export interface Turn {
  readonly aspect: 'can connect' | 'recorded in CloudWatch' | 'recorded in S3' | 'encrypted'
  readonly before: YesNoOff
  readonly after: YesNoOff
  /** Above 0: better; below: worse. */
  readonly gain: number
}

/** What turns between two outcomes of a node. */
export const turnsOf = (was: Outcome, is: Outcome): readonly Turn[] => {
  const pairs = [
    ['can connect', was.canConnect, is.canConnect],
    ['recorded in CloudWatch', was.recorded.cloudwatch, is.recorded.cloudwatch],
    ['recorded in S3', was.recorded.s3, is.recorded.s3],
    ['encrypted', was.encrypted, is.encrypted],
  ] as const
  return pairs
    .filter(([, before, after]) => before !== after)
    .map(([aspect, before, after]) => ({ aspect, before, after, gain: GOODNESS[after] - GOODNESS[before] }))
}
