import { beforeEach, describe, expect, it } from 'vitest'
import type { SimulatedRequest } from '../../src/core/records.ts'
import type { World } from '../../src/core/snapshot.ts'
import { linesOf, read, readOne, SIMULATED, UPLOAD } from './reading.ts'
import {
  deny,
  HOME,
  hurry,
  iam,
  offline,
  recorded,
  refuse,
  startWire,
  type Answerer,
  type Wire,
} from './wire.ts'

offline()

let wire: Wire
beforeEach(() => {
  wire = startWire()
  hurry()
})

const OPERATION = 'iam:SimulatePrincipalPolicy'
const ACL: SimulatedRequest = { ...UPLOAD, action: 's3:PutObjectAcl' }
const DATABASE: SimulatedRequest = {
  ...UPLOAD,
  role: 'db-node',
  roleArn: 'arn:aws:iam::123456789012:role/db-node',
}
const idOf = ({ role, action, resource }: SimulatedRequest): string => `${role}|${action}|${resource}`

const simulated = (...requests: readonly SimulatedRequest[]): Promise<World> =>
  readOne(['simulations'], { simulate: new Map([[HOME, requests]]) })

const result = (action: string, decision: string): string =>
  `<member><EvalActionName>${action}</EvalActionName><EvalDecision>${decision}</EvalDecision></member>`

const page = (results: string, marker?: string) =>
  iam(
    'SimulatePrincipalPolicy',
    `<EvaluationResults>${results}</EvaluationResults><IsTruncated>${marker !== undefined}</IsTruncated>${
      marker === undefined ? '' : `<Marker>${marker}</Marker>`
    }`,
  )

const asked = (): Readonly<Record<string, unknown>> =>
  wire.calls.find(call => call.service === 'iam')?.params ?? {}

describe('the simulator', () => {
  it('is asked about the role, with the facts that are not absent, and its answer is kept', async () => {
    const { records, gaps } = await simulated(UPLOAD)
    expect(gaps).toEqual([])
    expect(records.simulations).toEqual({
      [idOf(UPLOAD)]: {
        ...UPLOAD,
        decision: 'allowed',
        allowedByBoundary: true,
        allowedByOrganizations: true,
        missing: ['aws:SourceVpce'],
      },
    })
    const { Action: _a, Version: _v, ...params } = asked()
    const entries = Object.entries(params).filter(([name]) => name.startsWith('ContextEntries'))
    expect(params).toMatchObject({
      PolicySourceArn: UPLOAD.roleArn,
      'ActionNames.member.1': UPLOAD.action,
      'ResourceArns.member.1': UPLOAD.resource,
      'ContextEntries.member.2.ContextKeyName': 'aws:SecureTransport',
      'ContextEntries.member.2.ContextKeyType': 'boolean',
      'ContextEntries.member.2.ContextKeyValues.member.1': 'true',
      'ContextEntries.member.3.ContextKeyType': 'date',
      'ContextEntries.member.4.ContextKeyType': 'numeric',
      'ContextEntries.member.5.ContextKeyType': 'stringList',
      'ContextEntries.member.5.ContextKeyValues.member.2': 'aws:ssm:TargetId',
    })
    expect(entries.some(([, value]) => value === 'aws:username')).toBe(false)
  })

  it('is asked in one call about the actions that share a role, a resource and a context, page by page', async () => {
    wire.on(OPERATION, (_, nth) =>
      nth === 0
        ? page(result('s3:putobject', 'implicitDeny'), 'more')
        : page(result('s3:PutObjectAcl', 'explicitDeny')),
    )
    const { records, gaps } = await simulated(UPLOAD, ACL)
    expect(gaps).toEqual([])
    expect(records.simulations?.[idOf(UPLOAD)]).toEqual({ ...UPLOAD, decision: 'implicitDeny', missing: [] })
    expect(records.simulations?.[idOf(ACL)]).toEqual({ ...ACL, decision: 'explicitDeny', missing: [] })
    expect(wire.counts()[OPERATION]).toBe(2)
    expect(wire.calls.at(-1)?.params['Marker']).toBe('more')
  })

  it('is asked apart for another role, resource or context', async () => {
    await simulated(UPLOAD, DATABASE, { ...ACL, resource: '*' }, { ...ACL, context: {} })
    expect(wire.counts()[OPERATION]).toBe(4)
  })

  it('is asked about each Region what follows from that Region', async () => {
    const options = { regions: [HOME, 'eu-west-1'], simulate: SIMULATED }
    const worlds = await read(['simulations'], options)
    expect(worlds.map(({ records }) => Object.keys(records.simulations ?? {}).length)).toEqual([1, 0])
    expect(wire.counts()[OPERATION]).toBe(1)
  })

  it('is asked nothing where nothing follows', async () => {
    expect((await simulated()).records).toEqual({ simulations: {} })
    expect(wire.counts()[OPERATION]).toBeUndefined()
  })

  it('knows no role that was deleted since: no record, no gap', async () => {
    wire.on(OPERATION, refuse('NoSuchEntity', 404))
    const { records, gaps } = await simulated(UPLOAD)
    expect([records.simulations, gaps]).toEqual([{}, []])
  })
})

const forDatabase =
  (answer: Answerer): Answerer =>
  (call, nth) =>
    (call.params['PolicySourceArn'] === DATABASE.roleArn ? answer : recorded)(call, nth)

describe('a simulator that does not answer', () => {
  it('refused for every role is one gap, which names the action', async () => {
    wire.on(OPERATION, deny)
    const { records, gaps } = await simulated(UPLOAD, DATABASE)
    expect(records.simulations).toEqual({})
    expect(linesOf(gaps)).toEqual(['simulations iam:SimulatePrincipalPolicy'])
    expect(gaps[0]?.reason).toContain('not authorized to perform: iam:SimulatePrincipalPolicy')
  })

  it('refused for one role hides that role alone', async () => {
    wire.on(OPERATION, forDatabase(deny))
    const { records, gaps } = await simulated(UPLOAD, DATABASE)
    expect(Object.keys(records.simulations ?? {})).toEqual([idOf(UPLOAD)])
    expect(linesOf(gaps)).toEqual([`simulations ${idOf(DATABASE)} iam:SimulatePrincipalPolicy`])
  })

  it('throttled twice is asked again', async () => {
    wire.on(OPERATION, (call, nth) => (nth < 2 ? refuse('Throttling', 400)(call, nth) : recorded(call, nth)))
    const { records, gaps } = await simulated(UPLOAD)
    expect([Object.keys(records.simulations ?? {}).length, gaps]).toEqual([1, []])
  })

  it.each([
    ['leaves an action out', page(result('s3:PutObject', 'allowed')), 'holds no result for s3:PutObjectAcl'],
    [
      'says what no decision is',
      page(result('s3:PutObject', 'allowed') + result('s3:PutObjectAcl', 'perhaps')),
      'holds the decision "perhaps"',
    ],
  ])('that %s leaves a gap for that request alone', async (_, answer, says) => {
    wire.on(OPERATION, () => answer)
    const { records, gaps } = await simulated(UPLOAD, ACL)
    expect(Object.keys(records.simulations ?? {})).toEqual([idOf(UPLOAD)])
    expect(linesOf(gaps)).toEqual([`simulations ${idOf(ACL)} iam:SimulatePrincipalPolicy`])
    expect(gaps[0]?.reason).toContain(says)
  })

  it('that has an answer without its list leaves a gap', async () => {
    wire.on(OPERATION, () => iam('SimulatePrincipalPolicy', '<IsTruncated>false</IsTruncated>'))
    const { gaps } = await simulated(UPLOAD)
    expect(gaps[0]?.reason).toBe('malformed answer: it holds no EvaluationResults')
  })
})
