import {
  GetAccountSummaryCommand,
  ListEntitiesForPolicyCommand,
  ListPolicyVersionsCommand,
  type IAMClient,
  type ListEntitiesForPolicyCommandOutput,
  type PolicyUsageType,
  type PolicyVersion,
} from '@aws-sdk/client-iam'
import type { Thing } from '../core/changes/thing.ts'
import type { AccountQuotas, PolicyHolders, PolicyVersions } from '../core/records.ts'
import { ask, everyPage, malformed, unlessAbsent } from './ask.ts'
import { NO_SUCH_ENTITY } from './iam-answers.ts'
import { readEach } from './loaded.ts'
import { VERSION, versionText } from './policies.ts'
import type { AccountCollector } from './source.ts'

const LIST = 'iam:ListPolicyVersions'
const HOLDERS = 'iam:ListEntitiesForPolicy'
const SUMMARY = 'iam:GetAccountSummary'

const policiesIn = (things: readonly Thing[]): readonly string[] =>
  things.filter(({ kind }) => kind === 'policy').map(({ id }) => id)

/** The versions that are not the default, of the policies that a plan would edit. */
export const policyVersions: AccountCollector<'policyVersions'> = {
  actions: [LIST, VERSION],
  startsFrom: [],
  load: ({ clients, edit }) =>
    readEach('policyVersions', policiesIn(edit), [LIST, VERSION], arn =>
      unlessAbsent(spare(clients.iam, arn), NO_SUCH_ENTITY),
    ),
}

/** Who holds the policies that a plan would edit. */
export const policyHolders: AccountCollector<'policyHolders'> = {
  actions: [HOLDERS],
  startsFrom: [],
  load: ({ clients, edit }) =>
    readEach('policyHolders', policiesIn(edit), [HOLDERS], arn =>
      unlessAbsent(holders(clients.iam, arn), NO_SUCH_ENTITY),
    ),
}

/** The quotas that apply to the account. */
export const accountQuotas: AccountCollector<'accountQuotas'> = {
  actions: [SUMMARY],
  startsFrom: [],
  load: ({ clients }) => readEach('accountQuotas', ['account'], [SUMMARY], () => quotas(clients.iam)),
}

const spare = async (iam: IAMClient, PolicyArn: string): Promise<PolicyVersions> => {
  const all = await everyPage(LIST, async Marker => {
    const input = { PolicyArn, ...(Marker && { Marker }) }
    const answer = await ask(LIST, ['Versions'], () => iam.send(new ListPolicyVersionsCommand(input)))
    return { items: answer.Versions, next: answer.IsTruncated ? answer.Marker : undefined }
  })
  const others = all.filter(({ IsDefaultVersion }) => !IsDefaultVersion).toSorted(oldestFirst)
  const texts = others.map(async ({ VersionId }) => {
    if (!VersionId) throw malformed(LIST, 'lists a version without its id')
    return versionText(iam, PolicyArn, VersionId)
  })
  return { arn: PolicyArn, spare: await Promise.all(texts) }
}

// Version numbers only ever rise.
const numberOf = ({ VersionId = '' }: PolicyVersion): number => Number(VersionId.replace(/^v/, ''))
const oldestFirst = (a: PolicyVersion, b: PolicyVersion): number => numberOf(a) - numberOf(b)

const holders = async (iam: IAMClient, PolicyArn: string): Promise<PolicyHolders> => {
  const [attached, boundaries] = await Promise.all([
    entities(iam, PolicyArn, 'PermissionsPolicy'),
    entities(iam, PolicyArn, 'PermissionsBoundary'),
  ])
  return {
    arn: PolicyArn,
    roles: rolesIn(attached),
    users: usersIn(attached),
    groups: attached.flatMap(({ PolicyGroups = [] }) =>
      PolicyGroups.flatMap(({ GroupName }) => GroupName ?? []),
    ),
    boundaryOf: [...rolesIn(boundaries), ...usersIn(boundaries)],
  }
}

type Pages = readonly ListEntitiesForPolicyCommandOutput[]

const rolesIn = (pages: Pages): string[] =>
  pages.flatMap(({ PolicyRoles = [] }) => PolicyRoles.flatMap(({ RoleName }) => RoleName ?? []))

const usersIn = (pages: Pages): string[] =>
  pages.flatMap(({ PolicyUsers = [] }) => PolicyUsers.flatMap(({ UserName }) => UserName ?? []))

const entities = (iam: IAMClient, PolicyArn: string, PolicyUsageFilter: PolicyUsageType): Promise<Pages> =>
  everyPage(HOLDERS, async Marker => {
    const input = { PolicyArn, PolicyUsageFilter, ...(Marker && { Marker }) }
    const answer = await ask(HOLDERS, ['PolicyRoles', 'PolicyUsers', 'PolicyGroups'], () =>
      iam.send(new ListEntitiesForPolicyCommand(input)),
    )
    return { items: [answer], next: answer.IsTruncated ? answer.Marker : undefined }
  })

const quotas = async (iam: IAMClient): Promise<AccountQuotas> => {
  const { SummaryMap } = await ask(SUMMARY, ['SummaryMap'], () => iam.send(new GetAccountSummaryCommand({})))
  const quota = (name: string): number => {
    const value = (SummaryMap as Readonly<Record<string, number | undefined>>)[name]
    if (value === undefined) throw malformed(SUMMARY, `holds no ${name}`)
    return value
  }
  return {
    attachedPoliciesPerRole: quota('AttachedPoliciesPerRoleQuota'),
    policySize: quota('PolicySizeQuota'),
    versionsPerPolicy: quota('VersionsPerPolicyQuota'),
    trustPolicySize: quota('AssumeRolePolicySizeQuota'),
  }
}
