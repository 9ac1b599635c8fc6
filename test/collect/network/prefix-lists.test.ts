import { beforeEach, describe, expect, it } from 'vitest'
import { linesOf, readOne } from '../reading.ts'
import { deny, hurry, offline, recorded, refuse, startWire, type Answerer, type Wire } from '../wire.ts'
import { page } from './answers.ts'

offline()

let wire: Wire
beforeEach(() => {
  wire = startWire()
})

const OF_AWS = 'pl-6fa54006'
const OWN = 'pl-0a1b2c3d4e5f60001'
const TOLD = ['198.51.100.0/24', '203.0.113.0/25']

const asked = (operation: string): unknown[] =>
  wire.calls.filter(call => call.operation === operation).map(({ params }) => params['PrefixListId'])

/** Gives this answer for the list of AWS alone. */
const ofAwsOnly =
  (answer: Answerer): Answerer =>
  (call, nth) =>
    call.params['PrefixListId'] === OF_AWS ? answer(call, nth) : recorded(call, nth)

describe('a prefix list', () => {
  it('that a rule or a route names has its blocks read', async () => {
    const { records, gaps } = await readOne(['prefixLists'])
    expect(gaps).toEqual([])
    expect(records.prefixLists).toEqual({
      [OF_AWS]: { id: OF_AWS, name: 'com.amazonaws.ap-southeast-1.s3', cidrs: TOLD },
      [OWN]: { id: OWN, name: 'offices', cidrs: TOLD },
    })
    expect(asked('GetManagedPrefixListEntries').toSorted()).toEqual([OWN, OF_AWS])
    expect(asked('DescribePrefixLists')).toEqual([])
    const sizes = wire.calls
      .filter(({ operation }) => operation.includes('ManagedPrefixList'))
      .map(({ params }) => params['MaxResults'])
    expect(new Set(sizes)).toEqual(new Set(['100']))
  })

  it('has its blocks read to the last page', async () => {
    wire.on('ec2:GetManagedPrefixListEntries', ({ params: { NextToken } }) =>
      NextToken === undefined
        ? page('GetManagedPrefixListEntries', 'entrySet', ['<cidr>10.1.0.0/16</cidr>'], 'two')
        : page('GetManagedPrefixListEntries', 'entrySet', ['<cidr>10.2.0.0/16</cidr>']),
    )
    const { records } = await readOne(['prefixLists'])
    expect(records.prefixLists?.[OWN]?.cidrs).toEqual(['10.1.0.0/16', '10.2.0.0/16'])
  })

  it('of AWS is read by the older call where the newer one is refused, and that is no gap', async () => {
    wire.on('ec2:GetManagedPrefixListEntries', ofAwsOnly(deny))
    const { records, gaps } = await readOne(['prefixLists'])
    expect(gaps).toEqual([])
    expect(records.prefixLists?.[OF_AWS]?.cidrs).toEqual(['192.0.2.0/25', '192.0.2.128/26'])
  })

  it.each([
    ['throttled', refuse('RequestLimitExceeded', 503)],
    ['broken', refuse('InternalError', 500)],
    ['malformed', () => page('GetManagedPrefixListEntries', 'nothing', [])],
  ] as const)('of AWS is a gap where the newer call is %s', async (_, answer) => {
    hurry()
    wire.on('ec2:GetManagedPrefixListEntries', ofAwsOnly(answer))
    const { gaps } = await readOne(['prefixLists'])
    expect(linesOf(gaps)).toEqual([`prefixLists ${OF_AWS} ec2:GetManagedPrefixListEntries`])
    expect(asked('DescribePrefixLists')).toEqual([])
  })

  it('of AWS that both calls refuse is one gap that names both', async () => {
    wire.on('ec2:GetManagedPrefixListEntries', ofAwsOnly(deny))
    wire.on('ec2:DescribePrefixLists', deny)
    const { gaps } = await readOne(['prefixLists'])
    expect(linesOf(gaps)).toEqual([
      `prefixLists ${OF_AWS} ec2:GetManagedPrefixListEntries ec2:DescribePrefixLists`,
    ])
    expect(gaps[0]?.reason).toMatch(/ListEntries; then .*DescribePrefixLists$/)
  })

  it('of the account’s own that is refused has no older call', async () => {
    wire.on('ec2:GetManagedPrefixListEntries', deny)
    const { gaps } = await readOne(['prefixLists'])
    expect(linesOf(gaps)).toEqual([`prefixLists ${OWN} ec2:GetManagedPrefixListEntries`])
  })

  it('that EC2 does not show is not an empty one', async () => {
    wire.on('ec2:DescribeManagedPrefixLists', () => page('DescribeManagedPrefixLists', 'prefixListSet', []))
    const { records, gaps } = await readOne(['prefixLists'])
    expect(records.prefixLists).toEqual({})
    expect(gaps.map(({ id, reason }) => [id, reason])).toEqual([
      [OWN, 'it is not among the prefix lists that EC2 shows'],
      [OF_AWS, 'it is not among the prefix lists that EC2 shows'],
    ])
  })
})
