import type {
  AccountQuotas,
  IamGroup,
  IamPrincipal,
  InstanceProfile,
  ManagedPolicy,
  PolicyHolders,
  ResourceTags,
  Role,
} from '../records.ts'
import { byName, ignored, policies, policy, set, setOf, value } from './aspects.ts'
import { byField } from './facet.ts'
import type { Meanings } from './meanings.ts'

/** What a group gives its members: one whose policies differ is another group. */
const groupText = ({ name, attached, inline }: IamGroup): string =>
  [
    name,
    ...attached.map(({ arn }) => arn).toSorted(),
    ...Object.entries(inline)
      .toSorted()
      .map(([policyName, text]) => `${policyName} ${text}`),
  ].join(' ')

/** What the records of IAM mean. A role or a profile that was made anew under its old name has another id. */
export const IAM_MEANINGS: Pick<
  Meanings,
  | 'instanceProfiles'
  | 'roles'
  | 'principals'
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
  principals: byField<IamPrincipal>({
    arn: value,
    name: ignored,
    id: value,
    boundaryArn: value,
    attached: setOf(({ arn }) => arn),
    inline: policies,
    tags: byName,
    groups: setOf(groupText),
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
