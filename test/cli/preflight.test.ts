import type { ChildProcess } from 'node:child_process'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { createServer as createHttp, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createHttps } from 'node:https'
import { connect, createServer as createTcp, type AddressInfo, type Server } from 'node:net'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ownCertificate } from '../support/certificate.ts'
import { aFolder, runProgram, type Ran } from './run-program.ts'

interface Statement {
  readonly id: string
  readonly holds: string
  readonly found: string
  readonly remedy?: string
}

const ISSUER = 'Example Inspection'
const { cert, key } = ownCertificate(ISSUER)
const trusted = join(aFolder(), 'ca.pem')
const servers: Server[] = []
let offset = 0
let refuses = false

/** Answers as sts, with a clock that may be off. */
const answer = (_request: IncomingMessage, response: ServerResponse): void => {
  response.sendDate = false
  response.setHeader('date', new Date(Date.now() + offset * 1_000).toUTCString())
  response.statusCode = refuses ? 403 : 200
  response.setHeader('content-type', 'text/xml')
  response.end(refuses ? REFUSAL : IDENTITY)
}

const IDENTITY = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>arn:aws:sts::123456789012:assumed-role/Ops/jane</Arn><UserId>AROAEXAMPLE:jane</UserId><Account>123456789012</Account>
</GetCallerIdentityResult></GetCallerIdentityResponse>`
const REFUSAL = `<ErrorResponse><Error><Type>Sender</Type><Code>InvalidClientTokenId</Code>
<Message>The security token included in the request is invalid.</Message></Error></ErrorResponse>`

const listen = async (server: Server): Promise<number> => {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  servers.push(server)
  return (server.address() as AddressInfo).port
}

let url = ''

beforeAll(async () => {
  writeFileSync(trusted, cert)
  url = `https://127.0.0.1:${await listen(createHttps({ cert, key }, answer))}`
})

afterAll(() => servers.forEach(server => server.close()))

const CLI = "echo 'aws-cli/2.31.5 Python/3.13.7 Linux/6.1 exe/x86_64'"
const PLUGIN = 'echo; echo 1.2.835.0'

/** A folder with programs of these names, as scripts. */
const programs = (scripts: Readonly<Record<string, string>>): string => {
  const folder = join(aFolder(), 'bin')
  mkdirSync(folder)
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(folder, name), `#!/bin/sh\nPATH=/usr/bin:/bin\n${script}\n`)
    chmodSync(join(folder, name), 0o755)
  }
  return folder
}

const BOTH = { aws: CLI, 'session-manager-plugin': PLUGIN }

const environment = (scripts: Readonly<Record<string, string>> = BOTH) => ({
  PATH: [programs(scripts), join(aFolder(), 'not-there')].join(delimiter),
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'none',
  NODE_EXTRA_CA_CERTS: trusted,
})

const ARGS = (): string[] => ['preflight', '-r', 'eu-north-1', '--endpoint-url', url]

const statementsOf = ({ stdout }: Ran): readonly Statement[] => {
  const data: { statements: Statement[] } = JSON.parse(stdout)
  return data.statements
}

const asJson = async (env: Readonly<Record<string, string>>, args = ARGS()) => {
  const ran = await runProgram([...args, '--format', 'json'], { env })
  const statements = statementsOf(ran)
  return {
    ran,
    holds: Object.fromEntries(statements.map(({ id, holds }) => [id, holds])),
    found: Object.fromEntries(statements.map(({ id, found }) => [id, found])),
  }
}

describe('preflight', () => {
  it('on a computer that is ready ticks every statement and ends with 0', async () => {
    const { code, stdout, stderr } = await runProgram(ARGS(), { env: environment() })
    expect(stderr).toBe('')
    expect(stdout.split('\n').filter(line => /^[✗?]/.test(line))).toEqual([])
    expect(stdout).toMatch(
      /knows sessions .*: 2\.31\.5\n.*plugin.*\n✓ the version of the plugin serves: 1\.2\.835\.0\n/,
    )
    expect(stdout).toContain('assumed-role/Ops/jane in account 123456789012')
    expect(stdout).toContain(`certificate by ${ISSUER}`)
    expect(stdout).toMatch(/this computer is ready for sessions\n$/)
    expect(code).toBe(0)
  })

  it('misses what is not on the PATH, says how to get it, and ends with 1', async () => {
    const { ran, holds } = await asJson(environment({}))
    expect([holds['aws-cli-found'], holds['plugin-found'], ran.code]).toEqual(['no', 'no', 1])
    expect(statementsOf(ran)[1]?.remedy).toMatch(/https:\/\/docs\.aws\.amazon\.com/)
  })

  it.each([
    ['1.2.688.0', 'no', /withdrawn/],
    ['1.2.0.0', 'no', /30 seconds/],
    ['1.2.463.0', 'yes', /without .*signed data channels/],
    ['what?', 'unknown', /it says "what\?"/],
  ])('judges plugin %s: %s', async (version, holds, found) => {
    const told = await asJson(environment({ ...BOTH, 'session-manager-plugin': `echo '${version}'` }))
    expect(told.holds['plugin-version']).toBe(holds)
    expect(told.found['plugin-version']).toMatch(found)
  })

  it('refuses an AWS CLI of before sessions', async () => {
    const told = await asJson(environment({ ...BOTH, aws: "echo 'aws-cli/1.16.9 Python/2.7'" }))
    expect([told.holds['aws-cli-version'], told.ran.code]).toEqual(['no', 1])
  })

  it('tells a program that fails as unknown, and ends with 3', async () => {
    const told = await asJson(environment({ ...BOTH, aws: 'echo no python >&2; exit 127' }))
    expect(told.found['aws-cli-version']).toBe('it ended with 127: no python')
    expect([told.holds['aws-cli-version'], told.ran.code]).toEqual(['unknown', 3])
  })

  it('holds the clock against the answer, a refusal too', async () => {
    offset = 700
    const told = await asJson(environment())
    refuses = true
    const refused = await asJson(environment())
    offset = 0
    refuses = false
    expect(told.found['clock']).toMatch(/^(69|70)\d seconds behind$/)
    expect([told.holds['clock'], told.ran.code]).toEqual(['no', 1])
    expect([refused.holds['clock'], refused.holds['credentials']]).toEqual(['no', 'no'])
    expect(refused.found['credentials']).toContain('AWS does not know them')
  })

  it('tells a certificate that is not trusted, and no fault of the credentials', async () => {
    const { NODE_EXTRA_CA_CERTS: _, ...env } = environment()
    const { ran, holds } = await asJson(env)
    expect([holds['ssmmessages-tls'], holds['credentials'], holds['clock'], ran.code]).toEqual([
      'no',
      'unknown',
      'unknown',
      1,
    ])
    expect(statementsOf(ran).find(({ id }) => id === 'ssmmessages-tls')?.remedy).toContain('looks into TLS')
  })

  it('tells a port that is closed', async () => {
    const { holds, found } = await asJson(environment(), [
      'preflight',
      '-r',
      'eu-north-1',
      '--endpoint-url',
      'http://127.0.0.1:9',
    ])
    expect([holds['ssmmessages-tls'], holds['credentials']]).toEqual(['no', 'unknown'])
    expect(found['ssmmessages-tls']).toContain('ECONNREFUSED')
  })

  it('goes through the proxy that is set, and shows no password', async () => {
    const asked: string[] = []
    const proxy = createHttp().on('connect', (request: IncomingMessage, client) => {
      asked.push(`${request.url} ${request.headers['proxy-authorization']}`)
      const target = connect(Number(new URL(url).port), '127.0.0.1', () => {
        client.write('HTTP/1.1 200 OK\r\n\r\n')
        target.pipe(client).pipe(target)
      })
      for (const socket of [client, target]) socket.on('error', () => socket.destroy())
    })
    const port = await listen(proxy)
    const env = { ...environment(), HTTPS_PROXY: `http://jane:secret@127.0.0.1:${port}` }
    const told = await asJson(env)
    expect(asked).toEqual([
      `127.0.0.1:${new URL(url).port} Basic ${Buffer.from('jane:secret').toString('base64')}`,
    ])
    expect([told.holds['ssmmessages-tls'], told.holds['proxy'], told.ran.code]).toEqual(['yes', 'yes', 0])
    expect(told.ran.stdout).not.toContain('secret')
    const bare = await asJson({ ...env, HTTPS_PROXY: `127.0.0.1:${port}` })
    expect([bare.holds['ssmmessages-tls'], asked.length]).toEqual(['yes', 2])
    expect((await asJson({ ...env, NO_PROXY: '127.0.0.1' })).found['proxy']).toMatch(/^NO_PROXY lets/)
  })

  it('leaves the way open where it does not know how to ask the proxy', async () => {
    const { holds, found, ran } = await asJson({ ...environment(), HTTPS_PROXY: 'https://127.0.0.1:9' })
    expect([holds['ssmmessages-tls'], ran.code]).toEqual(['unknown', 3])
    expect(found['ssmmessages-tls']).toContain('was not tried')
  })

  it('says of the Region no more than it knows', async () => {
    const titles = async (env: Readonly<Record<string, string>>) => {
      const { stdout } = await runProgram(ARGS(), { env })
      return stdout
    }
    const { AWS_ACCESS_KEY_ID: _, ...nobody } = environment()
    expect(await titles(environment())).toContain(
      '✓ a Region is set, and the credentials are of its partition',
    )
    expect(await titles({ ...nobody, AWS_EC2_METADATA_DISABLED: 'true' })).toContain('✓ a Region is set: eu')
  })

  it('tells that there is no Region, and that one cannot be', async () => {
    const { holds } = await asJson(environment(), ['preflight', '--endpoint-url', url])
    expect([holds['region'], holds['credentials']]).toEqual(['no', 'yes'])
    const wrong = { ...environment(), AWS_REGION: 'eu-nowhere-1' }
    expect((await asJson(wrong, ['preflight', '--endpoint-url', url])).found['region']).toContain(
      'no AWS Region "eu-nowhere-1"',
    )
    const other = await asJson(environment(), ['preflight', '-r', 'cn-north-1', '--endpoint-url', url])
    expect(other.found['region']).toContain('belongs to partition aws-cn, the credentials to aws')
  })

  it.each([
    [['-r', 'all'], /give one/],
    [['-r', 'eu-nroth-1'], /did you mean eu-north-1/],
  ])('refuses %j with 2', async (args, says) => {
    const { code, stdout, stderr } = await runProgram(['preflight', ...args], { env: environment() })
    expect(stderr).toMatch(says)
    expect([code, stdout]).toEqual([2, ''])
  })

  it('ends at once when it is interrupted, with all that it started', async () => {
    let program: ChildProcess | undefined
    let signalled = Infinity
    let end: () => void = () => {}
    const gone = new Promise<void>(resolve => (end = resolve))
    const server = createTcp(socket => {
      socket.on('close', () => end()).on('error', () => socket.destroy())
      signalled = performance.now()
      program?.kill('SIGINT')
    })
    const port = await listen(server)
    const waits = `"${process.execPath}" -e 'require("net").connect(${port}, "127.0.0.1").resume()'; true`
    const env = environment({ ...BOTH, aws: waits })
    const ran = await runProgram(ARGS(), { env, started: child => (program = child) })
    expect(performance.now() - signalled).toBeLessThan(5_000)
    expect([ran.code, ran.stdout, ran.stderr]).toEqual([
      130,
      '',
      'ssm-doctor: interrupted; nothing was changed\n',
    ])
    await gone
  })

  it('waits ten seconds for a program and no longer', async () => {
    const told = await asJson(environment({ ...BOTH, 'session-manager-plugin': 'sleep 60' }))
    expect(told.found['plugin-version']).toBe('it did not answer within 10 seconds')
    expect(told.ran.code).toBe(3)
  })
})
