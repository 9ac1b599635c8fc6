import type { KeyGrant } from '../records.ts'
import { UNKNOWN, type Ask } from './facts.ts'
import { and, or, triOf, type Tri } from './tri.ts'
import type { PolicySet } from './types.ts'

const CONTEXT = 'kms:EncryptionContext:'

/**
 * Whether a key's grants allow a request; grants that could not be read may.
 *
 * aws: https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
 */
export const grantsAllow = (grants: PolicySet['grants'], ask: Ask): Tri => {
  if (!isKey(ask) || grants === undefined) return 'no'
  if (grants === 'unread') return 'unknown'
  return grants.reduce<Tri>((found, grant) => or(found, allows(grant, ask)), 'no')
}

/** Whether the resource is a KMS key: its policy alone decides whether identity policies count. */
export const isKey = ({ action, resource }: Ask): boolean =>
  action.startsWith('kms:') && resource.split(':')[2] === 'kms' && resource.includes(':key/')

const allows = (grant: KeyGrant, ask: Ask): Tri => {
  const operation = ask.action.slice('kms:'.length)
  if (!grant.operations.some(one => one.toLowerCase() === operation)) return 'no'
  if (!isGrantee(grant.grantee, ask)) return 'no'
  const wanted = { ...grant.contextSubset, ...grant.contextEquals }
  const holds = Object.entries(wanted).map(([key, value]) => contextHas(key, value, ask))
  return [...holds, grant.contextEquals ? hasNoOther(grant.contextEquals, ask) : 'yes'].reduce<Tri>(
    and,
    'yes',
  )
}

const isGrantee = (grantee: string, { principal }: Ask): boolean => {
  if (grantee === principal.arn) return true
  const [, partition, , , account, resource = ''] = grantee.split(':')
  return (
    principal.kind === 'session' &&
    partition === principal.partition &&
    account === principal.account &&
    resource.startsWith('role/') &&
    resource.slice(resource.lastIndexOf('/') + 1) === principal.role
  )
}

const contextHas = (key: string, value: string, ask: Ask): Tri => {
  const fact = ask.fact(CONTEXT + key)
  if (fact !== UNKNOWN) return triOf(fact?.[0] === value)
  ask.lacking.push(CONTEXT + key)
  return 'unknown'
}

/** An equal context has no further pairs; in the open world there may be some that were not given. */
const hasNoOther = (wanted: Readonly<Record<string, string>>, ask: Ask): Tri => {
  const prefix = CONTEXT.toLowerCase()
  const known = new Set(Object.keys(wanted).map(key => prefix + key.toLowerCase()))
  const given = Object.entries(ask.request.context ?? {}).filter(([, value]) => value !== null)
  const keys = given.map(([key]) => key.toLowerCase()).filter(key => key.startsWith(prefix))
  if (keys.some(key => !known.has(key))) return 'no'
  if (ask.fact(`${CONTEXT}any other`) !== UNKNOWN) return 'yes'
  ask.lacking.push('kms:EncryptionContextKeys')
  return 'unknown'
}
