import type { JudgedNode } from '../kinds.ts'
import { SERVICES, type Service, type Way } from '../net/types.ts'
import type { ContextValue } from './types.ts'

type Context = Readonly<Record<string, ContextValue>>

/**
 * What the way of a node's call tells of it: through an endpoint the endpoint, its VPC and the node's private address,
 * and no public one; over a NAT or an internet gateway that it comes through no endpoint. Where the way is not known,
 * or where a service calls another one for the node, nothing.
 *
 * aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-network-properties
 */
export const networkFacts = (
  { ways }: Pick<JudgedNode, 'ways'>,
  { action, context = {} }: { readonly action: string; readonly context?: Context },
): Context => {
  const service = action.split(':', 1)[0]?.toLowerCase()
  const isForOther = typeof context['kms:ViaService'] === 'string'
  const way = isService(service) && !isForOther ? ways?.[service] : undefined
  return way ? factsOf(way) : {}
}

const isService = (name: string | undefined): name is Service =>
  (SERVICES as readonly (string | undefined)[]).includes(name)

const factsOf = (way: Way): Context => {
  if (way.kind === 'internet')
    return { 'aws:SourceVpce': null, 'aws:SourceVpc': null, 'aws:VpcSourceIp': null }
  if (way.kind === 'none' || way.kind === 'unknown') return {}
  return {
    'aws:SourceVpce': way.endpointId,
    'aws:SourceVpc': way.vpcId,
    ...(way.sourceIp !== undefined && { 'aws:VpcSourceIp': way.sourceIp }),
    'aws:SourceIp': null,
  }
}
