import type { Outcome, YesNo, YesNoOff } from '../core/report.ts'

/** What an outcome says, in words: the bad ones in capitals. */
export interface OutcomeWords {
  readonly node: string
  readonly connect: string
  readonly recorded: string
  readonly encrypted: string
  /** The text that the user will meet, or empty. */
  readonly sees: string
}

const SHOUT: Readonly<Record<YesNoOff, string>> = { yes: 'yes', no: 'NO', unknown: 'unknown', off: 'off' }

const CHANNEL: Readonly<Record<YesNoOff, string>> = {
  yes: 'yes',
  no: 'silent',
  unknown: 'unknown',
  off: 'off',
}

/** Puts an outcome into words. */
export const outcomeWords = (outcome: Outcome): OutcomeWords => ({
  node: outcome.name === undefined ? outcome.node : `${outcome.node} ${outcome.name}`,
  connect: SHOUT[outcome.canConnect],
  recorded: recordedWords(outcome.recorded),
  encrypted: SHOUT[outcome.encrypted],
  sees: outcome.userSees ?? '',
})

const recordedWords = ({ cloudwatch, s3 }: Outcome['recorded']): string => {
  const verdict = recordedVerdict([cloudwatch, s3])
  if (verdict === 'off') return 'off'
  return `${SHOUT[verdict]} (CloudWatch ${CHANNEL[cloudwatch]}, S3 ${CHANNEL[s3]})`
}

/** Recorded as it was meant: every place that is switched on gets it. */
export const recordedVerdict = (places: readonly YesNoOff[]): YesNo | 'off' => {
  const meant = places.filter(place => place !== 'off')
  if (meant.length === 0) return 'off'
  if (meant.includes('no')) return 'no'
  return meant.includes('unknown') ? 'unknown' : 'yes'
}
