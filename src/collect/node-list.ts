import {
  DescribeInstanceInformationCommand,
  DescribeInstancePropertiesCommand,
  type InstanceInformation,
  type InstanceProperty,
  type SSMClient,
} from '@aws-sdk/client-ssm'
import { ask, everyPage, failedWith, FailedRead, malformed } from './ask.ts'

export const PROPERTIES = 'ssm:DescribeInstanceProperties'
export const INFORMATION = 'ssm:DescribeInstanceInformation'

/** A node as Systems Manager lists it. */
export type Listed = InstanceProperty | InstanceInformation

/** Nodes by their id. */
export type NodeList = ReadonlyMap<string, Listed>

/**
 * What Systems Manager lists, 1,000 nodes a page; where that call is denied, or unknown to the endpoint, 50 a page by
 * its older sister.
 * @param ids only these, at most 100
 * @throws FailedRead naming both calls where both failed
 */
export const listNodes = async (ssm: SSMClient, ids: readonly string[] | undefined): Promise<NodeList> => {
  if (ids?.length === 0) return new Map()
  try {
    return await fromProperties(ssm, ids)
  } catch (error) {
    // An id that Systems Manager does not know may be an error: then all are read.
    if (ids && failedWith(error, 'InvalidInstanceId', 'InvalidInstancePropertyFilterValue')) {
      return listNodes(ssm, undefined)
    }
    if (isUnreachable(error)) throw error
    return standIn(ssm, ids, error)
  }
}

const standIn = async (
  ssm: SSMClient,
  ids: readonly string[] | undefined,
  first: unknown,
): Promise<NodeList> => {
  try {
    return await fromInformation(ssm, ids && { Key: 'InstanceIds', Values: [...ids] })
  } catch (error) {
    const reasons = [first, error].map(failure =>
      failure instanceof Error ? failure.message : String(failure),
    )
    throw new FailedRead([PROPERTIES, INFORMATION], reasons.join('; then '), { cause: error })
  }
}

// The stand-in would meet the same silence.
const isUnreachable = (error: unknown): boolean => failedWith(error, 'AbortError', 'TimeoutError')

const fromProperties = async (ssm: SSMClient, ids: readonly string[] | undefined): Promise<NodeList> => {
  const filter = ids && { Key: 'InstanceIds', Values: [...ids], Operator: 'Equal' as const }
  const all = await everyPage(PROPERTIES, async token => {
    const input = {
      MaxResults: 1000,
      ...(filter && { FiltersWithOperator: [filter] }),
      ...(token && { NextToken: token }),
    }
    const answer = await ask(PROPERTIES, ['InstanceProperties'], () =>
      ssm.send(new DescribeInstancePropertiesCommand(input)),
    )
    return { items: answer.InstanceProperties, next: answer.NextToken }
  })
  return byId(all, PROPERTIES)
}

/** What DescribeInstanceInformation lists under one filter; a tag filter cannot be combined with others. */
export const fromInformation = async (
  ssm: SSMClient,
  filter: { Key: string; Values: string[] } | undefined,
): Promise<NodeList> => {
  const all = await everyPage(INFORMATION, async token => {
    const input = { MaxResults: 50, ...(filter && { Filters: [filter] }), ...(token && { NextToken: token }) }
    const answer = await ask(INFORMATION, ['InstanceInformationList'], () =>
      ssm.send(new DescribeInstanceInformationCommand(input)),
    )
    return { items: answer.InstanceInformationList, next: answer.NextToken }
  })
  return byId(all, INFORMATION)
}

const byId = (nodes: readonly Listed[], action: string): NodeList =>
  new Map(
    nodes.map(node => {
      if (!node.InstanceId) throw malformed(action, 'lists a node without its id')
      return [node.InstanceId, node]
    }),
  )
