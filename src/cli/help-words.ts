import { EXIT } from './exit-code.ts'

/** What the program is for, in a sentence. */
export const SUMMARY = 'Finds out why Session Manager does not work or does not record, and repairs it.'

/** What each exit code says. */
export const EXIT_WORDS: Readonly<Record<keyof typeof EXIT, string>> = {
  healthy: 'healthy',
  findings: 'findings',
  usage: 'wrong usage',
  incomplete: 'incomplete',
  halfWay: 'a repair stopped half way',
  bug: 'a bug in the program',
  interrupted: 'interrupted',
}

/** The exit codes with their words, smallest first. */
export const exitCodes = (): readonly (readonly [number, string])[] =>
  Object.entries(EXIT_WORDS)
    .map(([name, words]) => [EXIT[name as keyof typeof EXIT], words] as const)
    .toSorted(([a], [b]) => a - b)

/** Whose conventions the program follows. */
export const CONVENTIONS =
  'Credentials, profiles and Regions follow the AWS SDK: AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL and the like.'
