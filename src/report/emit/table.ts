import type { Change } from '../../core/changes/change.ts'
import { agentUpdateCode } from './families/agent-updates.ts'
import { bucketCode } from './families/buckets.ts'
import { documentCode } from './families/documents.ts'
import { endpointCode } from './families/endpoints.ts'
import { groupCode } from './families/group-rules.ts'
import { keyCode } from './families/keys.ts'
import { logGroupCode } from './families/log-groups.ts'
import { managedPolicyCode } from './families/managed-policies.ts'
import { metadataOptionCode } from './families/metadata-options.ts'
import { policyVersionCode } from './families/policy-versions.ts'
import { profileCode } from './families/profiles.ts'
import { rolePolicyCode } from './families/role-policies.ts'
import { roleTrustCode } from './families/role-trust.ts'
import { vpcDnsCode } from './families/vpc-dns.ts'
import type { Family, ForwardType, Told } from './forms.ts'

/** Every change that a plan may hold, in every form. A change without all of them does not compile. */
export const CODE: Family<ForwardType> = {
  ...policyVersionCode,
  ...rolePolicyCode,
  ...managedPolicyCode,
  ...roleTrustCode,
  ...keyCode,
  ...logGroupCode,
  ...bucketCode,
  ...groupCode,
  ...endpointCode,
  ...vpcDnsCode,
  ...profileCode,
  ...metadataOptionCode,
  ...agentUpdateCode,
  ...documentCode,
}

const isForward = (type: string): type is ForwardType => Object.hasOwn(CODE, type)

/** A change in every form. @throws Error for one that undoes another: no plan holds it */
export const toldOf = ({ type }: Change): Told<Change> => {
  if (isForward(type)) return CODE[type]
  throw new Error(`${type} undoes a change and is no step of a plan`)
}
