import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePreferences, type PreferencesVersion } from '../../../src/core/preferences/preferences.ts'

const whole = {
  s3BucketName: 'session-archive-123456789012',
  s3KeyPrefix: 'sessions',
  s3EncryptionEnabled: true,
  cloudWatchLogGroupName: '/aws/ssm/onetime-sessions-dev',
  cloudWatchEncryptionEnabled: true,
  cloudWatchStreamingEnabled: true,
  kmsKeyId: 'alias/sessions',
  runAsEnabled: true,
  runAsDefaultUser: 'operator',
  idleSessionTimeout: '25',
  maxSessionDuration: '480',
  shellProfile: { linux: 'cd /srv', windows: 'cd C:\\' },
}

const parse = (content: string): PreferencesVersion =>
  parsePreferences('latest', { version: '7', content, createdAt: '2026-03-04T05:06:07.000Z' })

const document = (inputs: unknown, rest: object = {}): string =>
  JSON.stringify({ schemaVersion: '1.0', sessionType: 'Standard_Stream', inputs, ...rest })

/** Reads inputs that are whole but for what is given. */
const read = (inputs: object): PreferencesVersion => parse(document({ ...whole, ...inputs }))

/** Each fault as `field effect severity`, with what else it says of itself. */
const faultsOf = (version: PreferencesVersion): string[] =>
  version.faults.map(fault =>
    [
      fault.field,
      fault.effect,
      fault.severity,
      ...(fault.fixedInAgent === undefined ? [] : [fault.fixedInAgent]),
      ...(fault.undecided ? ['undecided'] : []),
    ].join(' '),
  )

describe('a document in good order', () => {
  it('is read as written, without a fault', () => {
    const content = document(whole, { description: 'x', parameters: {}, properties: {} })
    expect(parse(content)).toEqual({
      which: 'latest',
      version: '7',
      content,
      createdAt: '2026-03-04T05:06:07.000Z',
      inputs: whole,
      faults: [],
      leftToNode: [],
    })
  })

  it('may leave out everything but the flags', () => {
    const flags = {
      s3EncryptionEnabled: false,
      cloudWatchEncryptionEnabled: false,
      cloudWatchStreamingEnabled: false,
      runAsEnabled: false,
    }
    const version = parse(document(flags))
    expect(version.faults).toEqual([])
    expect(version.inputs).toEqual({
      ...flags,
      s3BucketName: '',
      s3KeyPrefix: '',
      cloudWatchLogGroupName: '',
      kmsKeyId: '',
      runAsDefaultUser: '',
      shellProfile: { linux: '', windows: '' },
    })
  })

  it('may have empty texts for limits that are not set, as the console writes them', () => {
    const { inputs, faults } = read({ idleSessionTimeout: '', maxSessionDuration: '' })
    expect(faults).toEqual([])
    expect(inputs).not.toHaveProperty('idleSessionTimeout')
    expect(inputs).not.toHaveProperty('maxSessionDuration')
  })

  it('may set the encryption flags of destinations that it does not name, as the sample of the manual does', () => {
    expect(faultsOf(read({ s3BucketName: '', cloudWatchLogGroupName: '', s3KeyPrefix: '' }))).toEqual([])
  })

  it('may hold nulls, which the agent takes for absent', () => {
    const { inputs, faults } = read({
      s3BucketName: null,
      cloudWatchStreamingEnabled: null,
      runAsEnabled: null,
      shellProfile: null,
      maxSessionDuration: null,
    })
    expect(faults).toEqual([])
    expect(inputs).toMatchObject({ s3BucketName: '', cloudWatchStreamingEnabled: false, runAsEnabled: false })
  })
})

describe('content that is no preferences document', () => {
  it.each([
    ['not json', 'the document is not JSON'],
    ['', 'the document is not JSON'],
    ['{"schemaVersion":"1.0"', 'the document is not JSON'],
    ['[]', 'the document is a list, not a JSON object'],
    ['null', 'the document is null, not a JSON object'],
    ['"1.0"', 'the document is a string, not a JSON object'],
    ['7', 'the document is a number, not a JSON object'],
  ])('%j hangs sessions', (content, problem) => {
    expect(parse(content).faults).toEqual([
      { field: 'content', problem, effect: 'hang', severity: 'critical' },
    ])
  })

  it('is too large from 64 KB on, counted in bytes', () => {
    const filled = (size: number, character = 'x'): string => {
      const empty = document(whole, { description: '' })
      return document(whole, { description: character.repeat(size - empty.length) })
    }
    expect(faultsOf(parse(filled(65_536)))).toEqual([])
    expect(faultsOf(parse(filled(65_537)))).toEqual(['content none high'])
    expect(faultsOf(parse(filled(40_000, 'ß')))).toEqual(['content none high'])
  })
})

describe('the schema version', () => {
  it.each(['1', '2.2', '1.0 ', ''])('%j is refused by the agent', schemaVersion => {
    expect(faultsOf(parse(document(whole, { schemaVersion })))).toEqual(['schemaVersion abort critical'])
  })

  it('is refused where it is absent, and says so', () => {
    const [fault] = parse(JSON.stringify({ sessionType: 'Standard_Stream', inputs: whole })).faults
    expect(fault).toMatchObject({ problem: 'schemaVersion is absent, not "1.0"', effect: 'abort' })
  })

  it('hangs sessions as a number', () => {
    expect(faultsOf(parse(document(whole, { schemaVersion: 1 })))).toEqual(['schemaVersion hang critical'])
  })
})

describe('the session type', () => {
  it.each([
    ['standard_stream', 'sessionType abort critical'],
    ['', 'sessionType abort critical'],
    [null, 'sessionType abort critical'],
    [true, 'sessionType hang critical'],
    ['Port', 'sessionType loss high'],
    ['InteractiveCommands', 'sessionType none high'],
    ['NonInteractiveCommands', 'sessionType none high'],
  ])('%j is not what default sessions need', (sessionType, expected) => {
    expect(faultsOf(parse(document(whole, { sessionType })))).toEqual([expected])
  })
})

describe('the inputs', () => {
  it.each([undefined, null])('lose every record as %j', inputs => {
    expect(faultsOf(parse(document(inputs)))).toEqual(['inputs loss high'])
  })

  it('may be absent from a document of port sessions', () => {
    expect(faultsOf(parse(document(undefined, { sessionType: 'Port' })))).toEqual(['sessionType loss high'])
  })

  it.each(['', 'x', 7, [], false])('hang sessions as %j', inputs => {
    expect(faultsOf(parse(document(inputs)))).toEqual(['inputs hang critical'])
  })

  it('are not blamed for flags where there are none', () => {
    expect(parse(document('x')).inputs.cloudWatchStreamingEnabled).toBe(false)
  })
})

describe('the flags', () => {
  const tolerant = ['s3EncryptionEnabled', 'cloudWatchEncryptionEnabled', 'runAsEnabled'] as const

  it.each(
    tolerant.flatMap(flag => ['1', 't', 'T', 'TRUE', 'true', 'True'].map(word => [flag, word] as const)),
  )('%s is true as the string %j, for agents that take strings', (flag, word) => {
    const version = read({ [flag]: word })
    expect(version.inputs[flag]).toBe(true)
    expect(faultsOf(version)).toEqual([`${flag} hang critical 3.0.655.0`])
  })

  it.each(['0', 'f', 'F', 'FALSE', 'false', 'False', ''])(
    '%j is false, for agents that take strings',
    word => {
      const version = read({ runAsEnabled: word })
      expect(version.inputs.runAsEnabled).toBe(false)
      expect(faultsOf(version)).toEqual(['runAsEnabled hang critical 3.0.655.0'])
    },
  )

  it.each(['yes', 'tRUE', ' true', 'on', 1, 0, [], {}])('%j is none for any agent', value => {
    expect(faultsOf(read({ runAsEnabled: value }))).toEqual(['runAsEnabled hang critical'])
  })

  it.each(['true', 'false', '', 1, {}])('streaming hangs sessions as %j, whatever the agent', value => {
    expect(faultsOf(read({ cloudWatchStreamingEnabled: value }))).toEqual([
      'cloudWatchStreamingEnabled hang critical',
    ])
  })

  it('streaming counts as what was meant, for the other checks', () => {
    expect(read({ cloudWatchStreamingEnabled: 'true' }).inputs.cloudWatchStreamingEnabled).toBe(true)
    expect(read({ cloudWatchStreamingEnabled: 'false' }).inputs.cloudWatchStreamingEnabled).toBe(false)
  })

  it('are false where they are absent, and told', () => {
    const version = read({ s3EncryptionEnabled: undefined, cloudWatchStreamingEnabled: undefined })
    expect(version.inputs).toMatchObject({ s3EncryptionEnabled: false, cloudWatchStreamingEnabled: false })
    expect(faultsOf(version)).toEqual([
      's3EncryptionEnabled none info',
      'cloudWatchStreamingEnabled none info',
    ])
  })

  it('say their value and type', () => {
    expect(read({ cloudWatchStreamingEnabled: 'true' }).faults[0]?.problem).toBe(
      'cloudWatchStreamingEnabled is a string ("true"), not a boolean',
    )
  })
})

describe('the texts', () => {
  it.each(['s3BucketName', 's3KeyPrefix', 'cloudWatchLogGroupName', 'kmsKeyId', 'runAsDefaultUser'])(
    '%s hangs sessions as a number',
    field => {
      const version = read({ [field]: 7 })
      expect(faultsOf(version)).toEqual([`${field} hang critical`])
      expect(version.inputs).toHaveProperty(field, '')
    },
  )

  it.each(['idleSessionTimeout', 'maxSessionDuration'])(
    '%s is the service’s, and must be a string',
    field => {
      const version = read({ [field]: 20 })
      expect(faultsOf(version)).toEqual([`${field} none high`])
      expect(version.inputs).not.toHaveProperty(field)
    },
  )

  it.each([
    ['cd /srv', 'shellProfile hang critical'],
    [['cd /srv'], 'shellProfile hang critical'],
    [{ linux: 7 }, 'shellProfile.linux hang critical'],
    [{ linux: '', windows: {} }, 'shellProfile.windows hang critical'],
    [{ linus: 'ls' }, 'shellProfile.linus none high'],
    [{ freebsd: 'ls' }, 'shellProfile.freebsd none info'],
  ])('a shell profile of %j is not read', (shellProfile, expected) => {
    expect(faultsOf(read({ shellProfile }))).toEqual([expected])
  })
})

describe('the limits', () => {
  it.each(['0', '61', '020', '20m', '-5', '1.5', ' 20'])('an idle time of %j is out of range', value => {
    expect(faultsOf(read({ idleSessionTimeout: value }))).toEqual(['idleSessionTimeout none high'])
  })

  it.each(['1', '9', '10', '59', '60'])('an idle time of %j is well', value => {
    expect(faultsOf(read({ idleSessionTimeout: value }))).toEqual([])
  })

  it.each(['0', '1441', '2000', '01', 'x'])('a duration of %j is out of range', value => {
    expect(faultsOf(read({ maxSessionDuration: value }))).toEqual(['maxSessionDuration none high'])
  })

  it.each(['1', '99', '999', '1000', '1039', '1100', '1339', '1400', '1439', '1440'])(
    'a duration of %j is well',
    value => {
      expect(faultsOf(read({ maxSessionDuration: value }))).toEqual([])
    },
  )

  it.each(['1040', '1099', '1140', '1199', '1240', '1299', '1340', '1399'])(
    'a duration of %j cannot be decided: the documented pattern leaves it out',
    value => {
      expect(faultsOf(read({ maxSessionDuration: value }))).toEqual([
        'maxSessionDuration none high undecided',
      ])
    },
  )
})

describe('the destinations', () => {
  const group = 'arn:aws:logs:ap-southeast-1:123456789012:log-group:/aws/ssm/onetime-sessions-dev'

  it.each([group, 'log group', 'a:*', 'x'.repeat(513)])('no log group has the name %j', name => {
    const field = 'cloudWatchLogGroupName'
    expect(faultsOf(read({ [field]: name }))).toEqual([`${field} abort critical`])
    expect(faultsOf(read({ [field]: name, cloudWatchEncryptionEnabled: false }))).toEqual([
      `${field} loss high`,
    ])
  })

  it('an ARN is called one', () => {
    expect(read({ cloudWatchLogGroupName: group }).faults[0]?.problem).toBe(
      `cloudWatchLogGroupName is an ARN ("${group}"), not a log group's name`,
    )
  })

  it.each(['/a', 'a.b_c-d#e', 'x'.repeat(512)])('a log group may have the name %j', name => {
    expect(faultsOf(read({ cloudWatchLogGroupName: name }))).toEqual([])
  })

  it.each([
    's3://session-archive',
    'arn:aws:s3:::session-archive',
    'archive/logs',
    'ab',
    'a b c',
    '-archive-/',
  ])('no bucket has the name %j', name => {
    expect(faultsOf(read({ s3BucketName: name }))).toEqual(['s3BucketName abort critical'])
    expect(faultsOf(read({ s3BucketName: name, s3EncryptionEnabled: false }))).toEqual([
      's3BucketName loss high',
    ])
  })

  it.each(['Session_Archive', 'x'.repeat(64), 'a..b'])('only an old bucket has the name %j', name => {
    expect(faultsOf(read({ s3BucketName: name, s3EncryptionEnabled: false }))).toEqual([
      's3BucketName loss high undecided',
    ])
  })

  it.each(['/sessions', 's3://archive/sessions', 'arn:aws:s3:::archive/sessions'])(
    'the prefix %j is odd, but its loss is for others to judge',
    s3KeyPrefix => {
      expect(faultsOf(read({ s3KeyPrefix }))).toEqual(['s3KeyPrefix none low'])
      expect(faultsOf(read({ s3KeyPrefix, s3BucketName: '' }))).toEqual([])
    },
  )

  it.each(['sessions/', 'a//b', ''])('the prefix %j is well', s3KeyPrefix => {
    expect(faultsOf(read({ s3KeyPrefix }))).toEqual([])
  })
})

describe('keys that Session Manager does not know', () => {
  it.each([
    ['cloudWatchLoggroupName', 'cloudWatchLoggroupName loss high'],
    ['s3Bucketname', 's3Bucketname loss high'],
    ['kmsKeyID', 'kmsKeyID none high'],
    ['idleSessionTimeOut', 'idleSessionTimeOut none high'],
    ['cloudWatchLogGroupArn', 'cloudWatchLogGroupArn none info'],
    ['somethingNew', 'somethingNew none info'],
  ])('%s is a near miss or new', (key, expected) => {
    expect(faultsOf(read({ [key]: 'x' }))).toEqual([expected])
  })

  it('say what was meant', () => {
    expect(read({ kmsKeyID: 'x' }).faults[0]?.problem).toBe(
      'kmsKeyID is not a field that Session Manager reads; the one near it is kmsKeyId',
    )
  })

  it('are looked for on the top level too', () => {
    const content = JSON.stringify({
      schemaVersion: '1.0',
      sessionType: 'Standard_Stream',
      input: whole,
      x: 1,
    })
    expect(faultsOf(parse(content))).toEqual(['input loss high', 'x none info', 'inputs loss high'])
  })
})

describe('placeholders', () => {
  it('are left to the node', () => {
    const version = read({
      cloudWatchLogGroupName: '{{ssm:/sessions/group}}',
      s3BucketName: 'archive-{{ account }}',
      runAsEnabled: '{{ssm:run-as}}',
      idleSessionTimeout: '{{ idle }}',
      shellProfile: { linux: 'cd {{ssm:home}}', windows: '' },
    })
    expect(version.faults).toEqual([])
    expect(version.leftToNode).toEqual([
      's3BucketName',
      'cloudWatchLogGroupName',
      'runAsEnabled',
      'idleSessionTimeout',
      'shellProfile.linux',
    ])
  })

  it('in the strict flag cannot be decided', () => {
    expect(faultsOf(read({ cloudWatchStreamingEnabled: '{{ssm:streaming}}' }))).toEqual([
      'cloudWatchStreamingEnabled hang critical undecided',
    ])
  })
})

describe('whatever the content', () => {
  it('reading never throws and always gives whole inputs', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.object().map(inputs => document(inputs)),
        ),
        content => {
          const { inputs } = parse(content)
          expect(typeof inputs.cloudWatchStreamingEnabled).toBe('boolean')
          expect(typeof inputs.shellProfile.linux).toBe('string')
        },
      ),
    )
  })

  it('a field of any type is read or found fault with', () => {
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom('true', 'false', '1'))
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(whole)), value, (field, given) => {
        const { inputs, faults } = read({ [field]: given })
        const known = new Map<string, unknown>(Object.entries(inputs)).get(field)
        const readAsGiven = JSON.stringify(known) === JSON.stringify(given)
        expect(
          readAsGiven || given === null || given === '' || faults.length > 0 || field === 'shellProfile',
        ).toBe(true)
      }),
    )
  })
})
