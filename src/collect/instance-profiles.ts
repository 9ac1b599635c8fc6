import { GetInstanceProfileCommand, type IAMClient } from '@aws-sdk/client-iam'
import type { InstanceProfile } from '../core/records.ts'
import { DETAILS, HANDFUL } from './account-details.ts'
import { ask, unlessAbsent } from './ask.ts'
import { NO_SUCH_ENTITY, profileOf } from './iam-answers.ts'
import { passedOn, readEach, wholeGaps, withGaps } from './loaded.ts'
import type { AccountCollector } from './source.ts'

const GET = 'iam:GetInstanceProfile'

/** The instance profiles of the run's instances. */
export const instanceProfiles: AccountCollector<'instanceProfiles'> = {
  actions: [GET, DETAILS],
  startsFrom: ['instances'],
  load: async source => {
    const regions = await source.everywhere('instances')
    const arns = new Set(
      regions.flatMap(({ records }) => Object.values(records).flatMap(({ profileArn }) => profileArn ?? [])),
    )
    const known = arns.size > HANDFUL ? (await source.details())?.profiles : undefined
    const loaded = await readEach(
      'instanceProfiles',
      arns,
      [GET],
      async arn => known?.get(arn) ?? profile(source.clients.iam, arn),
    )
    return withGaps(passedOn('instanceProfiles', wholeGaps(regions), 'no ids'), loaded)
  },
}

/** A profile that was deleted and made anew has the same ARN, and another id than the instance holds. */
const profile = async (iam: IAMClient, arn: string): Promise<InstanceProfile | undefined> => {
  const InstanceProfileName = arn.split('/').at(-1) ?? arn
  const answer = await unlessAbsent(
    ask(GET, ['InstanceProfile'], () => iam.send(new GetInstanceProfileCommand({ InstanceProfileName }))),
    NO_SUCH_ENTITY,
  )
  return answer && profileOf(answer.InstanceProfile, GET)
}
