import { GetInstanceProfileCommand, type IAMClient } from '@aws-sdk/client-iam'
import type { InstanceProfile } from '../core/records.ts'
import { DETAILS, HANDFUL } from './account-details.ts'
import { ask, unlessAbsent } from './ask.ts'
import { NO_SUCH_ENTITY, profileOf } from './iam-answers.ts'
import { passedOn, readEach, wholeGaps, withGaps, type Loaded } from './loaded.ts'
import type { AccountCollector, AccountSource } from './source.ts'

const GET = 'iam:GetInstanceProfile'

/** The instance profiles of the run's instances, and those that the config names. */
export const instanceProfiles: AccountCollector<'instanceProfiles'> = {
  actions: [GET, DETAILS],
  startsFrom: ['instances'],
  load: async source => {
    const regions = await source.everywhere('instances')
    const arns = new Set(
      regions.flatMap(({ records }) => Object.values(records).flatMap(({ profileArn }) => profileArn ?? [])),
    )
    const known = arns.size > HANDFUL ? (await source.details())?.profiles : undefined
    const held = await readEach(
      'instanceProfiles',
      arns,
      [GET],
      async arn => known?.get(arn) ?? profile(source.clients.iam, arn),
    )
    const loaded = together(await readDeclared(source, arns), held)
    return withGaps(passedOn('instanceProfiles', wholeGaps(regions), 'no ids'), loaded)
  },
}

const nameOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1)

/** The config names profiles without their path: one that no instance holds stands under the ARN that IAM tells. */
const readDeclared = async (
  source: AccountSource,
  arns: ReadonlySet<string>,
): Promise<Loaded<'instanceProfiles'>> => {
  const held = new Set([...arns].map(nameOf))
  const names = source.declared.flatMap(({ instanceProfile: name = '' }) =>
    name === '' || held.has(name) ? [] : [name],
  )
  const { records, gaps } = await readEach('instanceProfiles', names, [GET], name =>
    profile(source.clients.iam, name),
  )
  return { records: Object.fromEntries(Object.values(records).map(one => [one.arn, one])), gaps }
}

const together = (
  named: Loaded<'instanceProfiles'>,
  held: Loaded<'instanceProfiles'>,
): Loaded<'instanceProfiles'> => ({
  records: { ...named.records, ...held.records },
  gaps: [...named.gaps, ...held.gaps],
})

/** A profile that was deleted and made anew has the same ARN, and another id than the instance holds. */
const profile = async (iam: IAMClient, arn: string): Promise<InstanceProfile | undefined> => {
  const InstanceProfileName = nameOf(arn)
  const answer = await unlessAbsent(
    ask(GET, ['InstanceProfile'], () => iam.send(new GetInstanceProfileCommand({ InstanceProfileName }))),
    NO_SUCH_ENTITY,
  )
  return answer && profileOf(answer.InstanceProfile, GET)
}
