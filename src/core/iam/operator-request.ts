import type { Operator } from '../kinds.ts'
import type { Scope } from '../snapshot.ts'
import type { AccessRequest, ContextValue, PolicySet } from './types.ts'

/** A call that somebody makes who opens a session. */
export interface OperatorCall {
  readonly action: string
  readonly resource: string
  readonly resourceAccount?: string
  readonly context?: Readonly<Record<string, ContextValue>>
}

/**
 * An operator's call as a question in the open world, with the facts that are known of it. Whether he has used a second
 * factor, from where he calls, and the name and tags of a role's session are not.
 *
 * aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export const operatorRequest = (
  { region, takenAt, accountId }: Scope,
  { arn, name, kind, id, tags }: Operator,
  { context, ...call }: OperatorCall,
): AccessRequest => ({
  ...call,
  principal: arn,
  context: {
    'aws:PrincipalArn': arn,
    'aws:PrincipalAccount': accountId,
    'aws:PrincipalType': kind === 'user' ? 'User' : 'AssumedRole',
    ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:PrincipalTag/${key}`, value])),
    ...(kind === 'user' && { 'aws:userid': id }),
    'aws:username': kind === 'user' ? name : null,
    'aws:RequestedRegion': region,
    'aws:SecureTransport': true,
    'aws:ViaAWSService': false,
    'aws:CalledVia': null,
    'aws:CurrentTime': takenAt,
    ...context,
  },
  world: 'open',
  // A user has no other tags; a session of a role may have been given some.
  ...(kind === 'user' && { complete: ['aws:PrincipalTag/'] }),
})

/** The policies that an operator's call meets: his own, his boundary, and those of the resource. */
export const operatorPolicies = (
  { identityPolicies, boundary }: Operator,
  side: Pick<PolicySet, 'resourcePolicy' | 'grants'>,
): PolicySet => ({
  identityPolicies,
  ...(boundary && { boundaries: [boundary] }),
  ...side,
})
