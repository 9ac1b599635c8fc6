import { GetInstanceProfileCommand, type IAMClient } from '@aws-sdk/client-iam'
import type { InstanceProfile } from '../core/records.ts'
import { DETAILS, HANDFUL } from './account-details.ts'
import { ask, unlessAbsent } from './ask.ts'
import { NO_SUCH_ENTITY, profileOf } from './iam-answers.ts'
import { passedOn, readEach, wholeGaps, withGaps } from './loaded.ts'
import type { AccountCollector, AccountSource } from './source.ts'

const GET = 'iam:GetInstanceProfile'

/** The instance profiles of the run's instances, and the one that the config declares. */
export const instanceProfiles: AccountCollector<'instanceProfiles'> = {
  actions: [GET, DETAILS],
  startsFrom: ['instances'],
  load: async source => {
    const regions = await source.everywhere('instances')
    const arns = new Set(
      regions.flatMap(({ records }) => Object.values(records).flatMap(({ profileArn }) => profileArn ?? [])),
    )
    const known = arns.size > HANDFUL ? (await source.details())?.profiles : undefined
    const declared = declaredNames(source).filter(name => ![...arns].some(arn => nameOf(arn) === name))
    const loaded = await readEach(
      'instanceProfiles',
      [...arns, ...declared],
      [GET],
      async arn => known?.get(arn) ?? profile(source.clients.iam, arn),
    )
    const records = Object.fromEntries(
      Object.entries(loaded.records).map(([id, one]) => [declared.includes(id) ? one.arn : id, one]),
    )
    return withGaps(passedOn('instanceProfiles', wholeGaps(regions), 'no ids'), { ...loaded, records })
  },
}

const declaredNames = ({ declared }: AccountSource): readonly string[] => [
  ...new Set(declared.flatMap(({ instanceProfile }) => instanceProfile ?? [])),
]

const nameOf = (arn: string): string => arn.split('/').at(-1) ?? arn

/** A profile that was deleted and made anew has the same ARN, and another id than the instance holds. */
const profile = async (iam: IAMClient, arn: string): Promise<InstanceProfile | undefined> => {
  const InstanceProfileName = nameOf(arn)
  const answer = await unlessAbsent(
    ask(GET, ['InstanceProfile'], () => iam.send(new GetInstanceProfileCommand({ InstanceProfileName }))),
    NO_SUCH_ENTITY,
  )
  return answer && profileOf(answer.InstanceProfile, GET)
}
