import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { carryOut } from '../../src/apply/executors.ts'
import { readJournal } from '../../src/apply/journal.ts'
import { isUndoable } from '../../src/apply/journal-folder.ts'
import type { Change } from '../../src/core/changes/change.ts'
import { account, DIGEST, FORWARD } from './changes.ts'
import { removeFolders } from '../support/folders.ts'
import { asBefore, type AccountState } from './account-state.ts'
import { accountWire, isWrite, useWire, writes, type AccountWire } from './account-wire.ts'
import { dieAt, runOf } from './killed-run.ts'
import { planOf } from './long-plan.ts'
import { contextOf, make } from './make.ts'
import { Refused } from './refused.ts'
import { BARE, BUCKET, EMPTY, GROUP_KEY } from './store-changes.ts'
import { undo } from './undo.ts'

useWire({ beforeEach, afterEach })
afterEach(removeFolders)

describe('a log group of our own', () => {
  it('carries the digest of its plan, and its key from the beginning', async () => {
    const wire = accountWire(account())
    await make(wire, FORWARD['create-log-group (with a key)'].change)
    expect(wire.state.logGroups['/ssm/session']).toEqual({
      key: GROUP_KEY,
      tags: { 'ssm-doctor:plan': DIGEST },
      streams: [],
    })
    expect(writes(wire.calls)).toEqual(['logs:CreateLogGroup'])
  })
})

it.each(['put-public-access-block', 'put-bucket-policy'] as const)(
  '%s leaves a bucket alone that another account owns by now',
  async type => {
    const { change } = FORWARD[type]
    const wire = accountWire(account())
    for (const bucket of Object.values(wire.state.buckets)) bucket.owner = '210987654321'
    const before = structuredClone(wire.state)
    await expect(make(wire, change)).rejects.toMatchObject({ name: 'AccessDenied' })
    expect(wire.state).toEqual(before)
  },
)

/** What AWS refuses for a while, and in which words. */
const PASSING: Readonly<Record<string, { change: Change; refusal: Refused }>> = {
  'a key whose policy, written just before, is not known everywhere': {
    change: FORWARD['set-log-group-key'].change,
    refusal: new Refused(
      'AccessDeniedException',
      400,
      "The specified KMS key does not exist or is not allowed to be used with Arn 'arn:aws:logs:eu-north-1'",
    ),
  },
  'another change of the log group': {
    change: FORWARD['set-retention'].change,
    refusal: new Refused('OperationAbortedException', 400, 'Multiple concurrent requests were in conflict'),
  },
  'another change of the bucket': {
    change: FORWARD['put-public-access-block'].change,
    refusal: new Refused('OperationAborted', 409, 'A conflicting conditional operation is in progress'),
  },
}

describe.each(Object.entries(PASSING))('%s', (_, { change, refusal }) => {
  const carriedOut = async (wire: AccountWire, passesAfter: number) => {
    let pauses = 0
    wire.trouble = call => (isWrite(call) && pauses < passesAfter ? refusal : undefined)
    const pause = async (): Promise<void> => void pauses++
    const outcome = await carryOut(change, { ...contextOf(wire), pause })
    return { outcome, pauses }
  }

  it('is waited for', async () => {
    const wire = accountWire(account())
    expect(await carriedOut(wire, 3)).toEqual({ outcome: 'written', pauses: 3 })
    expect(writes(wire.calls)).toHaveLength(4)
  })

  it('is given up in the end, in its own words', async () => {
    const wire = accountWire(account())
    await expect(carriedOut(wire, 100)).rejects.toThrow(refusal.message)
    expect(wire.state).toEqual(account())
  })
})

describe('a new log group that is not listed yet', () => {
  it('is waited for before it gets its retention', async () => {
    const wire = accountWire(account())
    const pause = async (): Promise<void> => void (await make(wire, FORWARD['create-log-group'].change))
    const change: Change = { type: 'set-retention', region: 'eu-north-1', logGroup: '/ssm/new', to: 400 }
    expect(await carryOut(change, { ...contextOf(wire), pause })).toBe('written')
    expect(wire.state.logGroups['/ssm/new']?.retention).toBe(400)
  })
})

const NEW = { region: 'eu-north-1', logGroup: '/ssm/session' }

/** A key lets the logs service in, a group is created with it, another one gets it, and a bucket is closed. */
const CHANGES: readonly Change[] = [
  { ...FORWARD['put-key-policy (for log groups)'].change, letsIn: [NEW.logGroup, EMPTY] },
  FORWARD['create-log-group (with a key)'].change,
  { type: 'set-retention', ...NEW, to: 400 },
  { type: 'set-log-group-key', region: 'eu-north-1', logGroup: EMPTY, to: GROUP_KEY },
  FORWARD['put-bucket-policy (where there is none)'].change,
  FORWARD['put-public-access-block'].change,
]

/** The first Region is none of theirs: each change goes to its own. */
const plan = planOf(['ca-central-1', 'eu-north-1'], CHANGES)

describe('a plan for log groups and buckets', () => {
  it('is carried out in the Region of its changes, and undone to the byte', async () => {
    const wire = accountWire(account())
    const path = await runOf(plan, wire)
    expect([...wire.regions]).toEqual(['eu-north-1'])
    expect(writes(wire.calls)).toEqual([
      'kms:PutKeyPolicy',
      'logs:CreateLogGroup',
      'logs:PutRetentionPolicy',
      'logs:AssociateKmsKey',
      's3:PutBucketPolicy',
      's3:PutBucketPublicAccessBlock',
    ])
    expect((await undo(wire, path)).skipped).toEqual([])
    expect(asBefore(wire.state)).toEqual(asBefore(account()))
    expect(isUndoable(readJournal(path))).toBe(false)
  })

  it.each(['drop', 'lose'] as const)('that is killed at any write (%s) is undone to the byte', async kind => {
    for (let at = 0; at < CHANGES.length; at++) {
      const wire = accountWire(account())
      dieAt(wire, at, kind)
      const path = await runOf(plan, wire)
      wire.trouble = () => undefined
      expect((await undo(wire, path)).skipped).toEqual([])
      expect(asBefore(wire.state)).toEqual(asBefore(account()))
    }
  })
})

describe('the rollback of a log group that has got streams since', () => {
  const rolledBack = async (edit: (state: AccountState) => void) => {
    const wire = accountWire(account())
    const path = await runOf(plan, wire)
    edit(wire.state)
    const { skipped } = await undo(wire, path)
    return { wire, path, skipped: skipped.map(({ step, reason }) => `${step} ${reason}`) }
  }

  it('keeps it with its records, and the policy of the key without which nobody could read them', async () => {
    const { wire, path, skipped } = await rolledBack(({ logGroups }) =>
      logGroups['/ssm/session']?.streams.push('mia-0aa'),
    )
    expect(skipped).toEqual([
      '2 log group /ssm/session has got streams since: it is kept, with its records',
      `1 log group /ssm/session holds records that may be encrypted with key ${GROUP_KEY}: without its policy as it is nobody could read them`,
    ])
    const { logGroups, keys, buckets } = wire.state
    expect(logGroups['/ssm/session']).toMatchObject({ key: GROUP_KEY, streams: ['mia-0aa'] })
    expect(keys[GROUP_KEY]?.policy).toContain('opened')
    expect(buckets).toEqual(account().buckets)
    expect(isUndoable(readJournal(path))).toBe(true)
  })

  it('keeps the policy too where the group only got the key', async () => {
    const { wire, skipped } = await rolledBack(({ logGroups }) => logGroups[EMPTY]?.streams.push('mia-0bb'))
    expect(skipped.map(one => one.slice(0, 1))).toEqual(['1'])
    expect(wire.state.logGroups[EMPTY]).toEqual({ tags: {}, streams: ['mia-0bb'] })
    expect(wire.state.logGroups['/ssm/session']).toBeUndefined()
  })

  it('goes on where somebody has emptied it', async () => {
    const { wire, path } = await rolledBack(({ logGroups }) =>
      logGroups['/ssm/session']?.streams.push('mia-0aa'),
    )
    wire.state.logGroups['/ssm/session']?.streams.splice(0)
    expect((await undo(wire, path)).skipped).toEqual([])
    expect(asBefore(wire.state)).toEqual(asBefore(account()))
  })
})

describe('a log group among many of longer names', () => {
  it('is looked for on every page, until it is found', async () => {
    const state = account()
    for (const word of ['0', '1', '2']) state.logGroups[`/ssm/new${word}`] = { tags: {}, streams: [] }
    const wire = accountWire(state)
    await make(wire, FORWARD['create-log-group'].change)
    expect((await make(wire, FORWARD['create-log-group'].change)).outcome).toBe('already')
    const pages = wire.calls.filter(({ action }) => action === 'logs:DescribeLogGroups')
    expect(pages).toHaveLength(3)
  })
})

describe('buckets', () => {
  it('are asked for by their own Region’s clients alone', async () => {
    const wire = accountWire(account())
    const change: Change = { ...FORWARD['put-bucket-policy'].change, region: 'eu-west-3' }
    await make(wire, change)
    expect([...wire.regions]).toEqual(['eu-west-3'])
    expect(wire.state.buckets[BUCKET]?.policy).toContain('TLS only')
    expect(wire.state.buckets[BARE]).toEqual({})
  })
})
