import type { Finding, Outcome, Report } from '../../src/core/report.ts'

/** The checks whose failure may make an aspect of an outcome `no`, if it is of medium severity at least. */
const MAY_CAUSE = {
  connect: /^(node|identity|hybrid|network|preferences|kms|logs|s3)\//,
  cloudwatch: /^(logs|network|preferences|kms)\/|^node\/agent-version/,
  s3: /^(s3|network|preferences|kms)\/|^node\/agent-version/,
  encrypted: /^(kms|network|preferences)\/|^node\/agent-version/,
} as const

/** The checks whose failure loses the record of a session. */
const LOSES: Readonly<Record<'cloudwatch' | 's3', ReadonlySet<string>>> = {
  cloudwatch: new Set([
    'logs/log-group-exists',
    'logs/log-group-arn-match',
    'logs/write-permissions',
    'logs/describe-log-groups',
    'logs/key-allows-logs-service',
    'network/logs-path',
  ]),
  s3: new Set([
    's3/bucket-exists',
    's3/prefix-match',
    's3/write-permissions',
    's3/key-access',
    's3/bucket-policy',
    's3/other-region',
    'network/s3-path',
  ]),
}

const GRAVE: ReadonlySet<string> = new Set(['critical', 'high', 'medium'])

const isGrave = ({ severity }: Finding): boolean => GRAVE.has(severity)

const aspectsOf = ({ canConnect, recorded, encrypted }: Outcome) => ({
  connect: canConnect,
  cloudwatch: recorded.cloudwatch,
  s3: recorded.s3,
  encrypted,
})

type Aspect = keyof typeof MAY_CAUSE

/** Findings by the nodes that they hurt; those of the account hurt nodes of every Region. */
const failuresOf = ({ findings, outcomes }: Report): ReadonlyMap<Outcome, readonly Finding[]> =>
  new Map(
    outcomes.map(outcome => [
      outcome,
      findings.filter(
        one => one.verdict === 'fail' && one.affects.includes(outcome.node) && isAbout(one, outcome),
      ),
    ]),
  )

/** What the outcomes say that no finding explains, and what findings say that no outcome shows; empty where both agree. */
export const disagreements = (report: Report): readonly string[] => [
  ...withoutCause(report),
  ...withoutEffect(report),
  ...withoutLoss(report),
]

const withoutCause = (report: Report): readonly string[] =>
  [...failuresOf(report)].flatMap(([outcome, failures]) => {
    const named = failures.some(one => outcome.causes.includes(one.fingerprint))
    const aspects = Object.entries(aspectsOf(outcome)) as [Aspect, string][]
    const shut = aspects.filter(([, value]) => value === 'no').map(([aspect]) => aspect)
    const alone = shut.filter(
      aspect => !failures.some(one => isGrave(one) && MAY_CAUSE[aspect].test(one.check)),
    )
    return [
      ...alone.map(aspect => `${outcome.node}: ${aspect} is no, and nothing fails that explains it`),
      ...(shut.length > 0 && !named ? [`${outcome.node}: ${shut.join(', ')} no, and no cause is named`] : []),
    ]
  })

const withoutEffect = ({ findings, outcomes }: Report): readonly string[] =>
  findings
    .filter(one => one.severity === 'critical' && one.verdict === 'fail')
    .flatMap(finding =>
      finding.affects.flatMap(node => {
        const own = outcomes.filter(one => one.node === node && isAbout(finding, one))
        const name = `${finding.check} ${finding.subject.id}`
        if (own.length === 0) return [`${name} hurts ${node}, which has no outcome`]
        return own.every(isWell) ? [`${name} is critical, and the outcome of ${node} is well`] : []
      }),
    )

const withoutLoss = (report: Report): readonly string[] =>
  [...failuresOf(report)].flatMap(([{ node, recorded }, failures]) =>
    (['cloudwatch', 's3'] as const).flatMap(store => {
      const losing = failures.filter(one => one.severity !== 'info' && LOSES[store].has(one.check))
      return losing.length === 0 || recorded[store] === 'no' || recorded[store] === 'unknown'
        ? []
        : losing.map(
            one => `${one.check} ${one.subject.id} fails, and ${store} of ${node} is ${recorded[store]}`,
          )
    }),
  )

const isAbout = ({ accountId, region }: Finding, outcome: Outcome): boolean =>
  accountId === outcome.accountId && (region === 'global' || region === outcome.region)

const isWell = (outcome: Outcome): boolean =>
  Object.values(aspectsOf(outcome)).every(value => value === 'yes' || value === 'off')
