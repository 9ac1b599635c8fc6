import type { AllowKeyUse, Change, EnableKey, Local } from '../changes/change.ts'
import { writtenInto } from '../iam/resource-statement.ts'
import { recordsOf, type World } from '../snapshot.ts'
import { lowerByThing, type Lowered } from './lowered.ts'
import { unread } from './unread.ts'

type KeyFix = AllowKeyUse | Local<EnableKey>

/** aws: https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html */
const LARGEST_POLICY = 32_768

/** Turns what is asked of keys into changes: all statements for one key in one write of its policy. */
export const lowerKeys = (world: World, fixes: readonly KeyFix[]): Lowered =>
  lowerByThing(
    fixes,
    ({ keyArn }) => keyArn,
    (keyArn, own) => draftsFor(world, keyArn, own),
  )

/** The changes of one key, or the reason why it is not edited. */
const draftsFor = (world: World, keyArn: string, fixes: readonly KeyFix[]): readonly Change[] | string => {
  const { region } = world.scope
  const key = Object.values(recordsOf(world, 'keys')).find(({ arn }) => arn === keyArn)
  if (!key) return `key ${keyArn} was not read`
  if (key.accountId !== world.scope.accountId || key.manager === 'AWS')
    return `key ${keyArn} is not one of this account's own`
  const enabling = fixes.some(({ type }) => type === 'enable-key') && key.state === 'Disabled'
  const statements = fixes.flatMap(fix => (fix.type === 'allow-key-use' ? [fix.statement] : []))
  const letsIn = fixes.flatMap(fix => (fix.type === 'allow-key-use' ? (fix.logGroup ?? []) : []))
  const policy = statements.length > 0 ? policyDraft(world, keyArn, statements, letsIn) : []
  if (typeof policy === 'string') return policy
  return [...(enabling ? [{ type: 'enable-key' as const, region, keyArn }] : []), ...policy]
}

const policyDraft = (
  world: World,
  keyArn: string,
  statements: readonly AllowKeyUse['statement'][],
  groups: readonly string[],
): readonly Change[] | string => {
  const reason = unread(world, 'keyPolicies', keyArn, `the policy of key ${keyArn}`)
  const from = recordsOf(world, 'keyPolicies')[keyArn]?.document
  if (reason !== undefined || from === undefined) return reason ?? `the policy of key ${keyArn} was not read`
  const to = writtenInto(from, statements)
  if (to === undefined) return `the policy of key ${keyArn} is no JSON`
  if (to.length > LARGEST_POLICY) return `the policy of key ${keyArn} has no room for another statement`
  if (to === from) return []
  const letsIn = [...new Set(groups)].toSorted()
  const change = { type: 'put-key-policy' as const, region: world.scope.region, keyArn, from, to }
  return [letsIn.length > 0 ? { ...change, letsIn } : change]
}
