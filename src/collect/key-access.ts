import {
  GetKeyPolicyCommand,
  ListGrantsCommand,
  type GrantListEntry,
  type KMSClient,
} from '@aws-sdk/client-kms'
import type { CollectedRecords, KeyGrant, KeyGrants, KeyPolicy } from '../core/records.ts'
import { ask, everyPage, malformed } from './ask.ts'
import { keyGap, regionOfArn } from './keys.ts'
import { gapFrom, passedOn, readEach, withGaps, type Loaded } from './loaded.ts'
import type { RegionCollector, RegionSource } from './source.ts'

const POLICY = 'kms:GetKeyPolicy'
const GRANTS = 'kms:ListGrants'

/** The policies of the keys, by key ARN. */
export const keyPolicies: RegionCollector<'keyPolicies'> = {
  actions: [POLICY],
  startsFrom: ['keys'],
  load: source => ofKeys(source, 'keyPolicies', POLICY, keyPolicy),
}

/** The grants on the keys, by key ARN. */
export const keyGrants: RegionCollector<'keyGrants'> = {
  actions: [GRANTS],
  startsFrom: ['keys'],
  load: source => ofKeys(source, 'keyGrants', GRANTS, grantsOf),
}

const ofKeys = async <K extends 'keyPolicies' | 'keyGrants'>(
  source: RegionSource,
  kind: K,
  action: string,
  read: (kms: KMSClient, arn: string) => Promise<CollectedRecords[K]>,
): Promise<Loaded<K>> => {
  const keys = await source.load('keys')
  const loaded = await readEach(
    kind,
    Object.values(keys.records).map(({ arn }) => arn),
    [action],
    arn => read(source.clientsOf(regionOfArn(arn) ?? source.region).kms, arn),
    (arn, error) => keyGap(source, gapFrom(kind, error, [action], arn), arn),
  )
  return withGaps(passedOn(kind, keys.gaps, 'same ids'), loaded)
}

const keyPolicy = async (kms: KMSClient, keyArn: string): Promise<KeyPolicy> => {
  const input = { KeyId: keyArn, PolicyName: 'default' }
  const { Policy } = await ask(POLICY, ['Policy'], () => kms.send(new GetKeyPolicyCommand(input)))
  return { keyArn, document: Policy }
}

const grantsOf = async (kms: KMSClient, keyArn: string): Promise<KeyGrants> => {
  const grants = await everyPage(GRANTS, async Marker => {
    const input = { KeyId: keyArn, Limit: 100, ...(Marker && { Marker }) }
    const answer = await ask(GRANTS, ['Grants'], () => kms.send(new ListGrantsCommand(input)))
    return { items: answer.Grants.map(grant), next: answer.Truncated ? answer.NextMarker : undefined }
  })
  return { keyArn, grants }
}

const grant = (found: GrantListEntry): KeyGrant => {
  const { GranteePrincipal: grantee, Operations: operations, Constraints: constraints } = found
  if (!grantee || !operations) throw malformed(GRANTS, 'holds a grant without its grantee or operations')
  return {
    grantee,
    operations,
    ...(constraints?.EncryptionContextEquals && { contextEquals: constraints.EncryptionContextEquals }),
    ...(constraints?.EncryptionContextSubset && { contextSubset: constraints.EncryptionContextSubset }),
  }
}
