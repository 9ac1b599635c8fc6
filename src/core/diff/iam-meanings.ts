import type {
  AccountQuotas,
  InstanceProfile,
  ManagedPolicy,
  PolicyHolders,
  ResourceTags,
  Role,
} from '../records.ts'
import { byName, ignored, policies, policy, set, setOf, value } from './aspects.ts'
import { byField } from './facet.ts'
import type { Meanings } from './meanings.ts'

/** What the records of IAM mean. A role or a profile that was made anew under its old name has another id. */
export const IAM_MEANINGS: Pick<
  Meanings,
  | 'instanceProfiles'
  | 'roles'
  | 'policies'
  | 'policyVersions'
  | 'policyHolders'
  | 'accountQuotas'
  | 'accountTags'
  | 'resourceTags'
  | 'simulations'
> = {
  instanceProfiles: byField<InstanceProfile>({ arn: value, name: ignored, id: value, roleName: value }),
  roles: byField<Role>({
    name: ignored,
    arn: value,
    id: value,
    trustPolicy: policy,
    boundaryArn: value,
    attached: setOf(({ arn }) => arn),
    inline: policies,
    tags: byName,
  }),
  policies: byField<ManagedPolicy>({ arn: value, name: ignored, document: policy }),
  // Numbers of versions say nothing of what they hold.
  policyVersions: undefined,
  policyHolders: byField<PolicyHolders>({
    arn: ignored,
    roles: set,
    users: set,
    groups: set,
    boundaryOf: set,
  }),
  accountQuotas: byField<AccountQuotas>({
    attachedPoliciesPerRole: value,
    trustPolicySize: value,
    policySize: value,
    versionsPerPolicy: value,
  }),
  accountTags: byField<ResourceTags>({ tags: byName }),
  resourceTags: byField<ResourceTags>({ tags: byName }),
  // Answers about what other records say.
  simulations: undefined,
}
