import type { CauseHere } from '../core/known-errors/cause-here.ts'
import type { KnownCause, KnownError } from '../core/known-errors/known-error.ts'
import { hereLines, hereRemedies, hereVerdict } from './cause-here.ts'
import { labelled, wrap } from './layout.ts'
import type { Paint } from './paint.ts'

/** A known error with what was found of each of its causes; nothing where nobody looked. */
export interface ToldError {
  readonly error: KnownError
  readonly here?: readonly CauseHere[]
}

interface Options {
  readonly paint: Paint
  readonly width: number | undefined
}

const SEEN_BY = {
  api: 'AWS, on the command line or in the console',
  node: 'the node, at the start of a session',
  client: 'the client on this side: the AWS CLI, its plugin, or ssh',
  'agent-log': "the agent's own log on the node",
} as const

/** Known errors as text: what each means, and its causes, the likeliest first. */
export const renderKnownErrors = (told: readonly ToldError[], options: Options): string =>
  `${told.map(one => block(one, options).join('\n')).join('\n\n')}\n`

const block = ({ error, here }: ToldError, { paint, width }: Options): readonly string[] => [
  ...wrap(error.text, width).map(line => paint('bold', line)),
  ...labelled('told by     ', SEEN_BY[error.seenBy], 2, width),
  ...(error.misleading === undefined
    ? []
    : labelled('MISLEADING  ', error.misleading, 2, width).map(line => paint('yellow', line))),
  ...labelled('means       ', error.means, 2, width),
  ...(here
    ? labelled('HERE        ', hereVerdict(error.causes, here), 2, width).map(line => paint('bold', line))
    : []),
  '  causes, the likeliest first',
  ...error.causes.flatMap((cause, at) => causeLines(cause, at + 1, here?.[at], { paint, width })),
]

const causeLines = (
  cause: KnownCause,
  place: number,
  here: CauseHere | undefined,
  { paint, width }: Options,
): readonly string[] => [
  ...labelled(`${String(place).padStart(2)}. `, cause.cause, 2, width),
  ...(here ? hereLines(here, { paint, width }) : labelled('confirm   ', confirmedBy(cause), 6, width)),
  ...(here && isDone(here) ? [] : remedyLines(cause, here, { paint, width })),
]

/** What is not the cause, or follows from it, asks for nothing. */
const isDone = ({ verdict }: CauseHere): boolean => verdict === 'not-this' || verdict === 'follows'

/** What the findings ask for names what is here, and outranks what is said in general. */
const remedyLines = (
  cause: KnownCause,
  here: CauseHere | undefined,
  { paint, width }: Options,
): readonly string[] => {
  const remedies = here ? hereRemedies(here) : []
  const { remedy: text, commands = [], afterwards } = cause
  return [
    ...(remedies.length > 0 ? remedies : [{ text, commands }]).flatMap(remedy => [
      ...labelled('remedy    ', remedy.text, 6, width),
      ...remedy.commands.map(command => ' '.repeat(16) + paint('cyan', command)),
    ]),
    ...(afterwards === undefined ? [] : labelled('then      ', afterwards, 6, width)),
  ]
}

const confirmedBy = ({ checks = [], preflight, look }: KnownCause): string =>
  [
    ...(checks.length > 0 ? [`checks ${checks.join(', ')}`] : []),
    ...(preflight ? ['ssm-doctor preflight'] : []),
    ...(look === undefined ? [] : [`look at ${look}`]),
  ].join('; ')

/** The same for a program. */
export const knownErrorsData = (told: readonly ToldError[]) =>
  told.map(({ error, here }) => ({
    id: error.id,
    text: error.text,
    seenBy: error.seenBy,
    misleading: error.misleading,
    means: error.means,
    causes: error.causes.map((cause, at) => causeData(cause, here?.[at])),
  }))

const causeData = (cause: KnownCause, here: CauseHere | undefined) => ({
  cause: cause.cause,
  checks: cause.checks ?? [],
  preflight: cause.preflight ?? false,
  look: cause.look,
  remedy: cause.remedy,
  commands: cause.commands ?? [],
  afterwards: cause.afterwards,
  here: here && {
    verdict: here.verdict,
    reason: here.reason,
    needs: here.needs,
    remedies: here.remedies,
    findings: here.findings.map(({ check, accountId, region, subject, message, affects, fingerprint }) => ({
      check,
      accountId,
      region,
      subject: { kind: subject.kind, id: subject.id, arn: subject.arn },
      message,
      affects,
      fingerprint,
    })),
  },
})
