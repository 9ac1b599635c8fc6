import { describe, expect, it } from 'vitest'
import type { Finding, Outcome } from '../../../src/core/index.ts'
import { outcomesOf } from '../../../src/core/outcome/outcome.ts'
import { DB, healthyWorld, HYBRID, preferencesContent, WEB } from '../../support/healthy.ts'
import {
  ENDPOINTS,
  NODE_GROUP,
  ROUTE_TABLE,
  S3_LIST,
  type healthyNetwork,
} from '../../support/healthy-network.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { aFinding } from '../../report/a-report.ts'

const outcomeOf = (world: BreakableWorld, node = DB, findings: readonly Finding[] = []): Outcome => {
  const outcome = outcomesOf(world, findings).find(one => one.node === node)
  if (!outcome) throw new Error(`no outcome of ${node}`)
  return outcome
}

const preferences = (world: BreakableWorld, inputs: Record<string, unknown>): void => {
  const document = world.records.preferencesDocuments['SSM-SessionManagerRunShell']
  if (document) document.default.content = preferencesContent(inputs)
}

const without =
  (...services: (keyof typeof ENDPOINTS)[]) =>
  (world: BreakableWorld): void => {
    for (const service of services) delete world.records.vpcEndpoints[ENDPOINTS[service]]
  }

const withoutGateway = (world: BreakableWorld): void => {
  const gateway = world.records.vpcEndpoints[ENDPOINTS.s3]
  if (gateway) gateway.routeTableIds = []
  const table = world.records.routeTables[ROUTE_TABLE]
  if (table) table.routes = table.routes.filter(route => route.destination !== S3_LIST)
}

/** Nobody has heard of the node for half an hour: the ping says nothing of the way any more. */
const quiet = (world: BreakableWorld): void => {
  const node = world.records.managedNodes[DB]
  if (node) node.lastPingAt = '2026-11-20T08:44:00.000Z'
}

const closed = (world: BreakableWorld): void => {
  const group = world.records.securityGroups[NODE_GROUP]
  if (group) group.rules = []
}

const byTransitGateway = (world: BreakableWorld): void => {
  withoutGateway(world)
  world.records.vpcEndpoints = {}
  world.records.securityGroups[NODE_GROUP]?.rules.push({
    direction: 'egress',
    protocol: '-1',
    peer: { kind: 'cidr', cidr: '0.0.0.0/0' },
  })
  world.records.routeTables[ROUTE_TABLE]?.routes.push({
    destination: '0.0.0.0/0',
    target: { kind: 'transit gateway', id: 'tgw-0a7' },
    state: 'active',
  })
}

const unread = (world: BreakableWorld): void => {
  world.records.vpcEndpoints = {}
  const actions = ['ec2:DescribeVpcEndpoints']
  world.gaps.push({ kind: 'vpcEndpoints', reason: 'UnauthorizedOperation', actions })
}

const lost = (world: BreakableWorld): void => {
  const node = world.records.managedNodes[DB]
  if (node) node.pingStatus = 'ConnectionLost'
  world.records.connections[DB] = { id: DB, status: 'notconnected' }
}

type Step = (world: BreakableWorld) => void

interface Story {
  readonly steps: readonly Step[]
  readonly seen: Partial<Omit<Outcome, 'recorded'>> & { readonly recorded?: Partial<Outcome['recorded']> }
  readonly text?: string
}

const NO_LOG_FLAG: Step = world => preferences(world, { cloudWatchEncryptionEnabled: false })
const NO_BUCKET_FLAG: Step = world => preferences(world, { s3EncryptionEnabled: false })
const CW = "We couldn't start the session because encryption is not set up on the selected CloudWatch Logs"
const ALL_WELL = {
  canConnect: 'yes',
  recorded: { cloudwatch: 'yes', s3: 'yes' },
  encrypted: 'yes',
  userSees: null,
} as const

const STORIES: Readonly<Record<string, Story>> = {
  'no way to ssmmessages: the node is Online and has no control channel': {
    steps: [without('ssmmessages')],
    seen: { canConnect: 'no' },
    text: `(TargetNotConnected) when calling the StartSession operation: ${DB} is not connected.`,
  },
  'no way to ssm, and no ping that speaks against it': {
    steps: [without('ssm'), quiet],
    seen: { canConnect: 'no' },
    text: `${DB} is not connected.`,
  },
  'no way to ssm that the model sees, and a fresh ping': { steps: [without('ssm')], seen: ALL_WELL },
  'one and the same obstacle before all services, and a fresh ping': { steps: [closed], seen: ALL_WELL },
  'one and the same obstacle before all services, and no fresh ping': {
    steps: [closed, quiet],
    seen: { canConnect: 'no', recorded: { cloudwatch: 'no', s3: 'no' }, encrypted: 'no' },
  },
  'a transit gateway and a fresh ping': { steps: [byTransitGateway], seen: ALL_WELL },
  'a transit gateway and no fresh ping': {
    steps: [byTransitGateway, quiet],
    seen: {
      canConnect: 'unknown',
      recorded: { cloudwatch: 'unknown', s3: 'unknown' },
      encrypted: 'unknown',
    },
  },
  'endpoints that could not be read': {
    steps: [unread],
    seen: { canConnect: 'unknown', recorded: { cloudwatch: 'unknown', s3: 'unknown' } },
  },
  'no way to KMS': {
    steps: [without('kms')],
    seen: { canConnect: 'no', encrypted: 'no', recorded: { cloudwatch: 'yes', s3: 'yes' } },
    text: 'Encountered error while initiating handshake. Handshake timed out. Please ensure that you have the latest version of the session manager plugin.',
  },
  'no way to KMS where no key is named': {
    steps: [without('kms'), world => preferences(world, { kmsKeyId: '' })],
    seen: { canConnect: 'yes', encrypted: 'off' },
  },
  'a key that is refused before the node is asked, and no way to KMS': {
    steps: [
      without('kms'),
      world => {
        for (const key of Object.values(world.records.keys)) key.state = 'Disabled'
      },
    ],
    seen: { canConnect: 'no', encrypted: 'no' },
    text: 'DisabledException',
  },
  'no way to the logs, encryption required': {
    steps: [without('logs')],
    seen: { canConnect: 'no', recorded: { cloudwatch: 'no', s3: 'yes' } },
    text: CW,
  },
  'no way to the logs, encryption not required': {
    steps: [without('logs'), NO_LOG_FLAG],
    seen: { canConnect: 'yes', recorded: { cloudwatch: 'no', s3: 'yes' }, userSees: null },
  },
  'no way to the bucket, encryption required': {
    steps: [withoutGateway],
    seen: { canConnect: 'no', recorded: { cloudwatch: 'yes', s3: 'no' } },
    text: "Couldn't start the session because we are unable to validate encryption on Amazon S3 bucket. Error: RequestError: send request failed",
  },
  'no way to the bucket, encryption not required': {
    steps: [withoutGateway, NO_BUCKET_FLAG],
    seen: { canConnect: 'yes', recorded: { cloudwatch: 'yes', s3: 'no' }, userSees: null },
  },
  'no way to a bucket that is not there': {
    steps: [withoutGateway, world => (world.records.buckets = {})],
    seen: { canConnect: 'no' },
    text: 'NoSuchBucket',
  },
}

describe('the outcome of starting a session over a network with', () => {
  it.each(Object.entries(STORIES))('%s', (_, { steps, seen, text }) => {
    const world = healthyWorld()
    for (const step of steps) step(world)
    const outcome = outcomeOf(world)
    expect(outcome).toMatchObject(seen)
    if (text !== undefined) expect(outcome.userSees).toContain(text)
  })
})

describe('a network', () => {
  it('that a ping refutes leaves in doubt what another obstacle blocks', () => {
    const world = healthyWorld()
    without('ssm')(world)
    const channels = world.records.vpcEndpoints[ENDPOINTS.ssmmessages]
    if (channels) channels.policy = JSON.stringify({ Statement: [] })
    expect(outcomeOf(world)).toMatchObject({ canConnect: 'unknown', userSees: null })
  })

  it('is nothing to a hybrid node', () => {
    const world = healthyWorld()
    world.records.vpcEndpoints = {}
    expect(outcomeOf(world, HYBRID)).toMatchObject(ALL_WELL)
  })

  it('hurts the nodes in it alone', () => {
    const world = healthyWorld()
    without('logs')(world)
    const other = world.records.instances[WEB]
    if (other) delete other.vpcId
    expect(outcomeOf(world, WEB)).toMatchObject(ALL_WELL)
    expect(outcomeOf(world, DB).canConnect).toBe('no')
  })

  it('that nobody asked for changes no outcome', () => {
    const kinds: readonly (keyof ReturnType<typeof healthyNetwork>)[] = [
      'vpcEndpoints',
      'routeTables',
      'vpcs',
    ]
    for (const kind of kinds) {
      const world = healthyWorld()
      without('ssmmessages', 'kms')(world)
      delete (world.records as Partial<BreakableWorld['records']>)[kind]
      expect(outcomeOf(world), kind).toMatchObject(ALL_WELL)
    }
  })
})

describe('the causes of an outcome', () => {
  const finding = (check: string, more: Partial<Finding> = {}): Finding =>
    aFinding({
      check,
      accountId: '123456789012',
      region: 'ap-southeast-1',
      subject: { kind: 'instance', id: DB },
      affects: [DB],
      fingerprint: check,
      ...more,
    })

  it('name the way to ssm of a node that is lost', () => {
    const world = healthyWorld()
    without('ssm')(world)
    lost(world)
    const findings = [finding('network/ssm-path'), finding('network/logs-path')]
    expect(outcomeOf(world, DB, findings).causes).toEqual(['network/ssm-path'])
  })

  it('name the root of a way that is blocked', () => {
    const world = healthyWorld()
    without('ssmmessages')(world)
    const findings = [finding('network/ssmmessages-path', { causedBy: 'network/acl|acl-7' })]
    expect(outcomeOf(world, DB, findings).causes).toEqual(['network/acl|acl-7'])
  })

  it('name no way of another node', () => {
    const world = healthyWorld()
    without('ssmmessages')(world)
    const findings = [finding('network/ssmmessages-path', { affects: [WEB] })]
    expect(outcomeOf(world, DB, findings).causes).toEqual([])
  })
})
