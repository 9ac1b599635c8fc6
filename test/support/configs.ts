import { constantFrom, integer, nat, oneof, tuple, type Arbitrary } from 'fast-check'
import { ACCOUNT, BUCKET, GROUP, REGION, SESSION_KEY } from './healthy.ts'

/** A config that uses every key. */
export const fullConfig = () => ({
  $schema: './node_modules/ssm-doctor/dist/src/config/config.schema.json',
  regions: [REGION, 'eu-central-2'],
  failOn: 'high',
  expect: {
    preferences: {
      s3BucketName: 'session-archive-${account}',
      s3KeyPrefix: 'by-region/${region}',
      s3EncryptionEnabled: 'true',
      cloudWatchLogGroupName: GROUP,
      cloudWatchEncryptionEnabled: true,
      cloudWatchStreamingEnabled: true,
      kmsKeyId: SESSION_KEY,
      runAsEnabled: false,
      runAsDefaultUser: '',
      idleSessionTimeout: 15,
      maxSessionDuration: '720',
      shellProfile: { linux: 'cd "${HOME}"', windows: '' },
    },
    logRetentionDays: { atLeast: 400 },
    idleSessionTimeout: { atMost: 25 },
    managed: 'all',
    foreign: [{ arn: `arn:aws:s3:::${BUCKET}`, owner: '210987654321' }],
    agentUpdates: 'image',
    instanceProfile: 'base-node',
    logGroupKey: 'arn:aws:kms:${region}:${account}:alias/sessions',
  },
  operators: [
    `arn:aws:iam::${ACCOUNT}:role/Ops*`,
    'arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/*',
  ],
  administrators: ['arn:aws:iam::*:user/platform/amelia'],
  severity: { 'kms/rotation-enabled': 'high', 'node/imdsv2-required': 'info' },
  skip: ['hybrid', 'preferences/timeouts-set'],
  waivers: [
    {
      check: 'network/no-inbound-ssh',
      subject: 'sg-0a1b2c3d4e5f60009',
      reason: 'the bastion',
      until: '2031-01-31',
    },
  ],
})

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
type Path = readonly (string | number)[]

/** Every place in a value, the value itself apart. */
const placesIn = (value: unknown, path: Path = []): readonly Path[] => {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, one]) => {
    const here = [...path, Array.isArray(value) ? Number(key) : key]
    return [here, ...placesIn(one, here)]
  })
}

/** The same config with one place changed; the change gets what holds the place, and its key there. */
const changed = (path: Path, change: (holder: Record<string, Json>, key: string) => void): string => {
  const config: Json = JSON.parse(JSON.stringify(fullConfig()))
  let holder: unknown = config
  for (const key of path.slice(0, -1)) holder = (holder as Record<string, unknown>)[key]
  change(holder as Record<string, Json>, String(path.at(-1)))
  return JSON.stringify(config, null, 2)
}

/** A config that is wrong, and a word that whoever reads the error needs in it. */
export interface BadConfig {
  readonly text: string
  readonly word: string
}

const PLACES = placesIn(fullConfig())
const NAMED = PLACES.filter(path => typeof path.at(-1) === 'string')
const lastName = (path: Path): string => String(path.findLast(part => typeof part === 'string'))

/** What stands nowhere in a config. */
const wrongValue = tuple(constantFrom(...PLACES), constantFrom<Json>(null, 17.5, { odd: 1 }, [[]])).map(
  ([path, value]): BadConfig => {
    const text = changed(path, (holder, key) => (holder[key] = value))
    return { text, word: lastName(path) }
  },
)

const misspelt = tuple(constantFrom(...NAMED), nat()).map(([path, at]): BadConfig => {
  const name = String(path.at(-1))
  const cut = at % name.length
  const wrong = `${name.slice(0, cut)}${name.charAt(cut)}${name.slice(cut)}`
  const text = changed(path, (holder, key) => {
    holder[wrong] = holder[key] ?? null
    delete holder[key]
  })
  return { text, word: wrong }
})

const BAD_VALUES: readonly (readonly [Path, Json])[] = [
  [['failOn'], 'grave'],
  [['regions', 0], 'eu-centrall-1'],
  [['regions', 1], 'all'],
  [['expect', 'preferences', 'idleSessionTimeout'], 61],
  [['expect', 'preferences', 'cloudWatchLogGroupName'], 'arn:aws:logs:eu-west-1:123456789012:log-group:x'],
  [['expect', 'preferences', 's3BucketName'], 's3://archive'],
  [['expect', 'preferences', 's3KeyPrefix'], '${acount}'],
  [['expect', 'logRetentionDays', 'atLeast'], 0],
  [['expect', 'idleSessionTimeout', 'atMost'], 1000],
  [['expect', 'managed'], 'some'],
  [['expect', 'instanceProfile'], 'arn:aws:iam::123456789012:instance-profile/base'],
  [['expect', 'logGroupKey'], 'alias/sessions'],
  [['expect', 'foreign', 0, 'owner'], '21098765432'],
  [['operators', 0], 'Ops*'],
  [['operators', 1], 'arn:aws:sts::123456789012:assumed-role/Ops/amelia'],
  [['administrators', 0], 'arn:aws:iam:eu-west-1:123456789012:role/Ops'],
  [['severity', 'kms/rotation-enabled'], 'hihg'],
  [['skip', 0], 'hybird'],
  [['skip', 1], 'report/waiver-expired'],
  [['waivers', 0, 'check'], 'network/no-inbound-shh'],
  [['waivers', 0, 'until'], '2031-02-29'],
  [['waivers', 0, 'until'], 'soon'],
  [['waivers', 0, 'reason'], ' '],
]

const badValue = constantFrom(...BAD_VALUES).map(([path, value]): BadConfig => {
  const text = changed(path, (holder, key) => (holder[key] = value))
  return { text, word: lastName(path) }
})

const missing = constantFrom<Path>(
  ['waivers', 0, 'check'],
  ['waivers', 0, 'subject'],
  ['waivers', 0, 'reason'],
  ['waivers', 0, 'until'],
  ['expect', 'foreign', 0, 'owner'],
  ['expect', 'foreign', 0, 'arn'],
  ['expect', 'logRetentionDays', 'atLeast'],
  ['expect', 'idleSessionTimeout', 'atMost'],
).map((path): BadConfig => {
  const text = changed(path, (holder, key) => delete holder[key])
  return { text, word: lastName(path) }
})

const WHOLE = JSON.stringify(fullConfig(), null, 2)

const torn = integer({ min: 1, max: WHOLE.length - 2 }).map((end): BadConfig => ({
  text: WHOLE.slice(0, end),
  word: 'line',
}))

const noJson = constantFrom(
  '',
  ' \n',
  '// nothing yet',
  `${WHOLE} }`,
  WHOLE.replace(':', '='),
  WHOLE.replaceAll('"', "'"),
  '[]',
  '"ssm-doctor"',
  'null',
  '['.repeat(100_000),
  '{"expect":'.repeat(20_000),
  '{"__proto__": {"failOn": "none"}}',
  '{"constructor": 1}',
  '{"failOn": "high", "failOn": "low"}',
  '\u0000\u0001\u001B[2J',
  'regions: [eu-central-1]',
).map((text): BadConfig => ({ text, word: 'reading' }))

/** Configs that are wrong in one way each. */
export const badConfig: Arbitrary<BadConfig> = oneof(
  { arbitrary: wrongValue, weight: 3 },
  { arbitrary: misspelt, weight: 3 },
  { arbitrary: badValue, weight: 3 },
  missing,
  torn,
  noJson,
)
