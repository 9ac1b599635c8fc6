import type { GrantStatement } from '../changes/change.ts'
import { PREFERENCES_DOCUMENT } from '../derive/destinations.ts'
import type { Scope, World } from '../snapshot.ts'
import { readingOf, viewOf } from '../views.ts'
import type { LeastPolicy } from './statements.ts'

/** Which nodes an operator may open sessions on, and under what condition. */
export interface OperatorOptions {
  /** Node ids; all nodes of the Region where none is given. */
  readonly instances: readonly string[]
  /** Tags that a node must carry. */
  readonly tags: Readonly<Record<string, string>>
  /** Whether the operator must have signed in with a second factor. */
  readonly mfa: boolean
}

type Condition = NonNullable<GrantStatement['condition']>

/**
 * The least that a person must be allowed to open, resume and end own sessions by the default document.
 *
 * aws: https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-restrict-access-quickstart.html
 * @throws Unreadable where the preferences could not be read
 */
export const operatorPolicy = (world: World, options: OperatorOptions): LeastPolicy => {
  const { partition, region, accountId } = world.scope
  const ssm = `arn:${partition}:ssm:${region}:${accountId}`
  const keys = Object.keys(readingOf(world).records('sessionKeys'))
  const arns = keys.map(ref => (ref.startsWith('arn:') && ref.includes(':key/') ? ref : keyArn(world, ref)))
  return {
    statements: [
      onNodes(world.scope, options),
      {
        sid: 'UseDefaultDocument',
        actions: ['ssm:StartSession'],
        resources: [`${ssm}:document/${PREFERENCES_DOCUMENT}`],
        ...conditionOf(mfaOf(options)),
      },
      { sid: 'OpenDataChannel', actions: ['ssmmessages:OpenDataChannel'], resources: ['*'] },
      ownSessions(ssm),
      ...arns.flatMap(arn => (arn === undefined ? [] : [sessionKey(arn)])),
    ],
    notes: keys
      .filter((_, at) => arns[at] === undefined)
      .map(ref => `session key ${ref} could not be looked up: add kms:GenerateDataKey on its ARN by hand`),
  }
}

const keyArn = (world: World, ref: string): string | undefined => viewOf(world, 'keys').records[ref]?.arn

const conditionOf = (condition: Condition): { condition?: Condition } =>
  Object.keys(condition).length > 0 ? { condition } : {}

/** Tags stand on nodes and not on the document, which therefore has a statement of its own. */
const onNodes = (scope: Scope, options: OperatorOptions): GrantStatement => {
  const tags = Object.entries(options.tags).map(([key, value]) => [`ssm:resourceTag/${key}`, value] as const)
  const tagged: Condition = tags.length > 0 ? { StringEquals: Object.fromEntries(tags) } : {}
  return {
    sid: 'StartSessionOnNodes',
    actions: ['ssm:StartSession'],
    resources: nodeArns(scope, options.instances),
    ...conditionOf({ ...tagged, ...mfaOf(options) }),
  }
}

const nodeArns = ({ partition, region, accountId }: Scope, ids: readonly string[]): readonly string[] => {
  const ec2 = `arn:${partition}:ec2:${region}:${accountId}:instance/`
  const hybrid = `arn:${partition}:ssm:${region}:${accountId}:managed-instance/`
  if (ids.length === 0) return [`${ec2}*`, `${hybrid}*`]
  return ids.map(id => `${id.startsWith('mi-') ? hybrid : ec2}${id}`)
}

/** `Bool` and not `BoolIfExists`: long-term keys carry no such fact, and must be refused. */
const mfaOf = ({ mfa }: OperatorOptions): Condition =>
  mfa ? { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } : {}

/**
 * Own sessions by the tag that Systems Manager puts on each: it holds for users and for roles, where a pattern on the
 * user's name holds for users alone.
 */
const ownSessions = (ssm: string): GrantStatement => ({
  sid: 'EndAndResumeOwnSessions',
  actions: ['ssm:ResumeSession', 'ssm:TerminateSession'],
  resources: [`${ssm}:session/*`],
  condition: { StringEquals: { 'ssm:resourceTag/aws:ssmmessages:session-id': '${aws:userid}' } },
})

const sessionKey = (arn: string): GrantStatement => ({
  sid: 'EncryptWithSessionKey',
  actions: ['kms:GenerateDataKey'],
  resources: [arn],
})
