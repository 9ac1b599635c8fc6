import { GetPolicyCommand, GetPolicyVersionCommand, type IAMClient } from '@aws-sdk/client-iam'
import type { IamPrincipal, ManagedPolicy, Role } from '../core/records.ts'
import { DETAILS, HANDFUL } from './account-details.ts'
import { ask, malformed, unlessAbsent } from './ask.ts'
import { passedOn, readEach, wholeGaps, withGaps } from './loaded.ts'
import { decoded, NO_SUCH_ENTITY } from './iam-answers.ts'
import type { AccountCollector } from './source.ts'

const GET = 'iam:GetPolicy'
export const VERSION = 'iam:GetPolicyVersion'

/** The managed policies of the roles in use and of operators, their permissions boundaries among them, in the default version. */
export const policies: AccountCollector<'policies'> = {
  actions: [GET, VERSION, DETAILS],
  startsFrom: ['roles'],
  load: async source => {
    const roles = await source.load('roles')
    const people = source.wants('principals') ? Object.values((await source.load('principals')).records) : []
    const found = [...Object.values(roles.records), ...people]
    const known = found.length > HANDFUL ? (await source.details())?.policies : undefined
    const loaded = await readEach(
      'policies',
      found.flatMap(arnsOf),
      [GET, VERSION],
      async arn => known?.get(arn) ?? policy(source.clients.iam, arn),
    )
    return withGaps(passedOn('policies', wholeGaps([roles]), 'no ids'), loaded)
  },
}

type Holder = Pick<Role, 'attached' | 'boundaryArn'> & Pick<IamPrincipal, 'groups'>

const arnsOf = ({ attached, boundaryArn, groups = [] }: Holder): readonly string[] => [
  ...[...attached, ...groups.flatMap(group => group.attached)].map(({ arn }) => arn),
  ...(boundaryArn === undefined ? [] : [boundaryArn]),
]

const policy = async (iam: IAMClient, PolicyArn: string): Promise<ManagedPolicy | undefined> => {
  const answer = await unlessAbsent(
    ask(GET, ['Policy'], () => iam.send(new GetPolicyCommand({ PolicyArn }))),
    NO_SUCH_ENTITY,
  )
  if (!answer) return undefined
  const { PolicyName: name, DefaultVersionId: version } = answer.Policy
  if (!name || !version) throw malformed(GET, 'holds a policy without its name or default version')
  return { arn: PolicyArn, name, document: await versionText(iam, PolicyArn, version) }
}

/** The text of one version of a managed policy. @throws FailedRead */
export const versionText = async (iam: IAMClient, PolicyArn: string, VersionId: string): Promise<string> => {
  const { PolicyVersion } = await ask(VERSION, ['PolicyVersion'], () =>
    iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId })),
  )
  if (PolicyVersion.Document === undefined) throw malformed(VERSION, 'holds a version without its document')
  return decoded(PolicyVersion.Document)
}
