import {
  DescribeManagedPrefixListsCommand,
  DescribePrefixListsCommand,
  GetManagedPrefixListEntriesCommand,
  type EC2Client,
  type ManagedPrefixList,
} from '@aws-sdk/client-ec2'
import type { PrefixList } from '../../core/records.ts'
import { FailedRead, failedWith, malformed } from '../ask.ts'
import { passedOn, readEach, wholeGaps, withGaps } from '../loaded.ts'
import type { RegionCollector } from '../source.ts'
import { describeAll, describeBy, filtersFor } from './described.ts'

const LISTS = 'ec2:DescribeManagedPrefixLists'
const ENTRIES = 'ec2:GetManagedPrefixListEntries'
const OF_AWS = 'ec2:DescribePrefixLists'
/** aws: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetManagedPrefixListEntries.html */
const PAGE = 100

/** The prefix lists that rules of groups and routes name. */
export const prefixLists: RegionCollector<'prefixLists'> = {
  actions: [LISTS, ENTRIES, OF_AWS],
  startsFrom: ['securityGroups', 'routeTables'],
  load: async source => {
    const [groups, tables] = await Promise.all([source.load('securityGroups'), source.load('routeTables')])
    const peers = Object.values(groups.records).flatMap(one => one.rules.map(rule => rule.peer))
    const routes = Object.values(tables.records).flatMap(one => one.routes)
    const ids = [
      ...peers.flatMap(peer => (peer.kind === 'prefix list' ? [peer.prefixListId] : [])),
      ...routes.map(route => route.destination).filter(destination => destination.startsWith('pl-')),
    ]
    const { ec2 } = source.clients
    const found = await describe(ec2, ids)
    const actions = [LISTS, ENTRIES]
    const loaded = await readEach('prefixLists', ids, actions, id => list(ec2, id, found.get(id)))
    return withGaps(passedOn('prefixLists', wholeGaps([groups, tables]), 'no ids'), loaded)
  },
}

const describe = async (
  ec2: EC2Client,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ManagedPrefixList>> => {
  const found = await describeBy('prefix-list-id', ids, filter =>
    describeAll(
      LISTS,
      'PrefixLists',
      page => ec2.send(new DescribeManagedPrefixListsCommand({ ...page, Filters: [filter] })),
      PAGE,
    ),
  )
  return new Map(found.flatMap(one => (one.PrefixListId ? [[one.PrefixListId, one]] : [])))
}

/** A list that is not shown may be another account's: that is not to say that it is empty. */
const list = async (
  ec2: EC2Client,
  id: string,
  found: ManagedPrefixList | undefined,
): Promise<PrefixList> => {
  if (!found) throw new FailedRead([LISTS], 'it is not among the prefix lists that EC2 shows')
  const name = found.PrefixListName
  return { id, ...(name && { name }), cidrs: await entries(ec2, id, found) }
}

const entries = async (
  ec2: EC2Client,
  PrefixListId: string,
  { OwnerId, PrefixListName = '' }: ManagedPrefixList,
): Promise<readonly string[]> => {
  try {
    const found = await describeAll(
      ENTRIES,
      'Entries',
      page => ec2.send(new GetManagedPrefixListEntriesCommand({ ...page, PrefixListId })),
      PAGE,
    )
    return found.flatMap(one => one.Cidr ?? [])
  } catch (error) {
    const isOfAws = OwnerId === 'AWS' || /^(?:cn\.)?com\.amazonaws\./.test(PrefixListName)
    if (!isOfAws || !failedWith(error, ...REFUSALS)) throw error
    return standIn(ec2, PrefixListId, error)
  }
}

const REFUSALS = ['UnauthorizedOperation', 'AccessDenied', 'OperationNotPermitted'] as const

const standIn = async (ec2: EC2Client, id: string, first: unknown): Promise<readonly string[]> => {
  try {
    return await ofAws(ec2, id)
  } catch (cause) {
    const reasons = [first, cause].map(failure =>
      failure instanceof Error ? failure.message : String(failure),
    )
    throw new FailedRead([ENTRIES, OF_AWS], reasons.join('; then '), { cause })
  }
}

/** The older call, which gives the addresses of AWS's own lists. */
const ofAws = async (ec2: EC2Client, id: string): Promise<readonly string[]> => {
  const [filter] = filtersFor('prefix-list-id', [id])
  const [found] = await describeAll(OF_AWS, 'PrefixLists', page =>
    ec2.send(new DescribePrefixListsCommand({ ...page, Filters: filter ? [filter] : [] })),
  )
  if (!found?.Cidrs) throw malformed(OF_AWS, 'holds a prefix list without its blocks')
  return found.Cidrs
}
