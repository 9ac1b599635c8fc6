import { graveFaults, parsePreferences } from '../core/preferences/preferences.ts'
import { notAsExpected, type ConfigProblem } from './config-problem.ts'
import type { Config } from './config.ts'
import { filledIn } from './placeholders.ts'
import { typedPreferences } from './typed-preferences.ts'

type Expect = NonNullable<Config['expect']>

/** A place that placeholders may stand for, to see whether what comes out can be. */
const SOMEWHERE = { region: 'eu-central-1', accountId: '123456789012' }

/** What is declared and cannot be. */
export const expectProblems = ({ expect }: Config): readonly ConfigProblem[] =>
  expect ? [...preferencesProblems(expect), ...idleProblems(expect), ...foreignProblems(expect)] : []

/** Preferences that the agent would not take are declared by mistake. */
const preferencesProblems = ({ preferences }: Expect): readonly ConfigProblem[] => {
  if (!preferences) return []
  const inputs = filledIn(typedPreferences(preferences), SOMEWHERE)
  const content = JSON.stringify({ schemaVersion: '1.0', sessionType: 'Standard_Stream', inputs })
  return graveFaults(parsePreferences('default', { version: 'config', content })).map(
    ({ field, problem }) => ({
      path: ['expect', 'preferences', ...field.split('.')],
      problem,
    }),
  )
}

const idleProblems = ({ preferences, idleSessionTimeout }: Expect): readonly ConfigProblem[] => {
  const value = preferences?.idleSessionTimeout
  if (value === undefined || value === '' || !idleSessionTimeout) return []
  const { atMost } = idleSessionTimeout
  if (Number(value) <= atMost) return []
  const path = ['expect', 'preferences', 'idleSessionTimeout']
  return [notAsExpected(path, `at most ${atMost}, as expect.idleSessionTimeout says`, value)]
}

/** The ARNs of keys and subnets hold their account; those of buckets do not. */
const foreignProblems = ({ foreign = [] }: Expect): readonly ConfigProblem[] =>
  foreign.flatMap(({ arn, owner }, at) => {
    const account = arn.split(':')[4] ?? ''
    if (account === '' || account === owner) return []
    return [notAsExpected(['expect', 'foreign', at, 'owner'], `${account}, the account of its ARN`, owner)]
  })
