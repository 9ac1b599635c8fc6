import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import nock from 'nock'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openSession } from '../../src/collect/session.ts'
import { AwsError, Interrupted, UsageError } from '../../src/core/errors.ts'
import { readOne } from './reading.ts'
import { deny, hurry, offline, recorded, refuse, sessionOn, startWire, xml, type Wire } from './wire.ts'

offline()

let wire: Wire
let folder: string
beforeEach(() => {
  wire = startWire()
  folder = mkdtempSync(join(tmpdir(), 'session-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

const configure = (text: string): void => {
  const file = join(folder, 'config')
  writeFileSync(file, text)
  vi.stubEnv('AWS_CONFIG_FILE', file)
}

const failureOf = async (opening: Promise<unknown>): Promise<unknown> =>
  opening.then(
    () => 'opened',
    (error: unknown) => error,
  )

describe('a session', () => {
  it('opens without a word on standard error', async () => {
    const warned = vi.spyOn(process, 'emitWarning')
    const said = vi.spyOn(console, 'warn')
    configure(
      '[profile both]\nregion = eu-west-3\naws_access_key_id = AKIA123456789012\naws_secret_access_key = x\n',
    )
    vi.stubEnv('AWS_PROFILE', 'both')
    await openSession()
    expect(warned).not.toHaveBeenCalled()
    expect(said).not.toHaveBeenCalled()
  })

  it('knows whose credentials it has', async () => {
    const session = await sessionOn({ region: 'us-gov-west-1' })
    expect(session.identity).toEqual({
      accountId: '123456789012',
      arn: 'arn:aws:sts::123456789012:assumed-role/Auditor/amelia',
      partition: 'aws',
    })
    expect([...wire.hosts]).toEqual(['sts.us-gov-west-1.amazonaws.com'])
  })

  it('makes the clients of a Region once', async () => {
    const session = await sessionOn()
    expect(session.clients('eu-west-1')).toBe(session.clients('eu-west-1'))
    expect(session.clients('eu-west-1').region).toBe('eu-west-1')
  })

  it('lists the Regions that the account has, and those that it would have to enable', async () => {
    const session = await sessionOn()
    expect(await session.accountRegions()).toEqual({
      enabled: ['ap-southeast-3', 'eu-west-1'],
      notEnabled: ['af-south-1', 'me-central-1'],
    })
  })

  it('says what to do where it may not list the Regions', async () => {
    const session = await sessionOn()
    wire.on('ec2:DescribeRegions', deny)
    await expect(session.accountRegions()).rejects.toThrow(
      /^listing the account's Regions \(ec2:DescribeRegions\): UnauthorizedOperation: .*; name them with --region instead$/,
    )
    wire.on('ec2:DescribeRegions', () => xml('<DescribeRegionsResponse/>'))
    await expect(session.accountRegions()).rejects.toThrow('the answer holds no list')
  })
})

describe('the Region', () => {
  it('is the one of the environment, of the profile, or none', async () => {
    vi.stubEnv('AWS_REGION', 'eu-north-1')
    expect((await openSession()).region).toBe('eu-north-1')
    vi.stubEnv('AWS_REGION', undefined)
    configure(
      '[profile dev]\nregion = eu-west-3\naws_access_key_id = AKIA123456789012\naws_secret_access_key = x\n',
    )
    expect((await openSession({ profile: 'dev' })).region).toBe('eu-west-3')
    const failure = await failureOf(openSession())
    expect(failure).toBeInstanceOf(UsageError)
    expect(String(failure)).toContain('none is set; give --region, or set AWS_REGION')
  })
})

describe('an endpoint', () => {
  it('given for all services takes every call, buckets as paths', async () => {
    const session = await sessionOn({ endpointUrl: 'http://aws.test:5000' })
    const { gaps } = await readOne(['roles', 'policies', 'logGroups', 'bucketPolicies', 'keys'], { session })
    expect(gaps).toEqual([])
    expect([...wire.hosts]).toEqual(['aws.test:5000'])
  })

  it('of the environment takes every call, and that of one service its own', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://aws.test:5000')
    vi.stubEnv('AWS_ENDPOINT_URL_KMS', 'http://kms.aws.test')
    const { gaps } = await readOne(['roles', 'bucketPolicies', 'keys'], { session: await sessionOn() })
    expect(gaps).toEqual([])
    expect([...wire.hosts].toSorted()).toEqual(['aws.test:5000', 'kms.aws.test'])
  })

  it('that is no URL is refused as usage', async () => {
    const failure = await failureOf(sessionOn({ endpointUrl: 'localhost:5000' }))
    expect(failure).toBeInstanceOf(UsageError)
    expect(String(failure)).toContain('"localhost:5000" is not a URL')
  })
})

describe('a role', () => {
  const ROLE = 'arn:aws:iam::210987654321:role/Reader'
  const assumed = xml(`<AssumeRoleResponse><AssumeRoleResult><Credentials>
    <AccessKeyId>ASIA210987654321</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>
    <Expiration>2999-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`)

  it('is assumed once, and its credentials are used by all clients', async () => {
    wire.on('sts:AssumeRole', () => assumed)
    const session = await sessionOn({ roleArn: ROLE })
    await readOne(['roles', 'bucketPolicies', 'keys', 'logGroups'], { session, regions: ['eu-west-1'] })
    const [first, ...others] = wire.calls
    expect(first).toMatchObject({ operation: 'AssumeRole', accessKey: 'AKIA123456789012' })
    expect(first?.params).toMatchObject({ RoleArn: ROLE, RoleSessionName: 'ssm-doctor' })
    expect(new Set(others.map(({ accessKey }) => accessKey))).toEqual(new Set(['ASIA210987654321']))
    expect(others.map(({ operation }) => operation)).not.toContain('AssumeRole')
  })

  it('that may not be assumed is named', async () => {
    wire.on('sts:AssumeRole', deny)
    const failure = await failureOf(sessionOn({ roleArn: ROLE }))
    expect(failure).toBeInstanceOf(AwsError)
    expect(String(failure)).toMatch(/they were refused \(AccessDenied: .*sts:AssumeRole\); check --role-arn/)
  })
})

describe('no session', () => {
  it.each([
    ['ExpiredToken', 'they have expired', 'aws sso login --profile default'],
    ['InvalidClientTokenId', 'AWS does not know them', 'check the access key and its secret'],
    ['SignatureDoesNotMatch', 'AWS does not know them', 'check the access key and its secret'],
    ['AccessDenied', 'they were refused', 'check --role-arn and the policies of the caller'],
    ['Weird', 'the call failed', 'check the credentials and the endpoint'],
  ])('where AWS answers %s: one line that says what to do', async (code, what, hint) => {
    wire.on('sts:GetCallerIdentity', refuse(code, 403))
    const failure = await failureOf(sessionOn())
    expect(failure).toBeInstanceOf(AwsError)
    expect(String(failure)).toMatch(/^AwsError: using the AWS credentials \(sts:GetCallerIdentity\): [^\n]+$/)
    expect(String(failure)).toContain(what)
    expect(String(failure)).toContain(hint)
  })

  it('where there are no credentials', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined)
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined)
    const failure = await failureOf(sessionOn())
    expect(failure).toBeInstanceOf(AwsError)
    expect(String(failure)).toMatch(
      /none were found \(CredentialsProviderError: [^\n]+\); set AWS_PROFILE or /,
    )
    expect(wire.calls).toEqual([])
  })

  it('where there is no such profile', async () => {
    const failure = await failureOf(sessionOn({ profile: 'dve' }))
    expect(failure).toBeInstanceOf(AwsError)
    expect(String(failure)).toMatch(
      /profile "dve" gives none \([^\n]+\); list the profiles with: aws configure/,
    )
  })

  it('where single sign-on has expired', async () => {
    configure(
      '[profile sso]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = Reader\n' +
        '[sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://corp.example/start\n',
    )
    vi.stubEnv('HOME', folder)
    const failure = await failureOf(sessionOn({ profile: 'sso' }))
    expect(failure).toBeInstanceOf(AwsError)
    expect(String(failure)).toContain('aws sso login --profile sso')
  })

  it('where nothing listens at the endpoint', async () => {
    hurry()
    nock.enableNetConnect('127.0.0.1')
    const failure = await failureOf(sessionOn({ endpointUrl: 'http://127.0.0.1:9' }))
    expect(failure).toBeInstanceOf(AwsError)
    expect(String(failure)).toMatch(
      /the endpoint does not answer \([^\n]*ECONNREFUSED[^\n]*\); check the network/,
    )
  })

  it.each([
    ['never answers', 'silence'],
    ['breaks the connection', 'reset'],
  ] as const)('where the endpoint %s, within its time', async (_, reply) => {
    hurry()
    wire.on('sts:GetCallerIdentity', () => reply)
    const failure = await failureOf(sessionOn())
    expect(failure).toBeInstanceOf(AwsError)
    expect(String(failure)).toContain('the endpoint does not answer (')
  })

  it('where the endpoint is not AWS', async () => {
    wire.on('sts:GetCallerIdentity', () => xml('<html>Sign in</html>'))
    const failure = await failureOf(sessionOn())
    expect(failure).toBeInstanceOf(AwsError)
    expect(String(failure)).toContain('the answer names no account: is this an AWS endpoint?')
  })

  it('where the user has gone', async () => {
    const stop = new AbortController()
    wire.on('sts:GetCallerIdentity', () => {
      stop.abort()
      return 'silence'
    })
    expect(await failureOf(sessionOn({ signal: stop.signal }))).toBeInstanceOf(Interrupted)
  })

  it('is needed a second time after a throttled answer', async () => {
    hurry()
    wire.on('sts:GetCallerIdentity', (call, nth) =>
      nth === 0 ? refuse('Throttling', 400)(call, nth) : recorded(call, nth),
    )
    expect((await sessionOn()).identity.accountId).toBe('123456789012')
  })
})
