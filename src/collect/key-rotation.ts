import { GetKeyRotationStatusCommand, type KMSClient } from '@aws-sdk/client-kms'
import type { Key, KeyRotation } from '../core/records.ts'
import { ask } from './ask.ts'
import { keyGap, regionOfArn } from './keys.ts'
import { gapFrom, passedOn, readEach, withGaps } from './loaded.ts'
import { namedIn } from './names.ts'
import type { RegionCollector } from './source.ts'

const ROTATION = 'kms:GetKeyRotationStatus'

/** The rotation of the account's own session keys that can rotate, by key ARN. */
export const keyRotation: RegionCollector<'keyRotation'> = {
  actions: [ROTATION],
  startsFrom: ['keys'],
  load: async source => {
    const [documents, keys] = await Promise.all([source.load('preferencesDocuments'), source.load('keys')])
    const named = new Set(namedIn(documents, inputs => inputs.kmsKeyId))
    const own = Object.values(keys.records).filter(
      key => named.has(key.ref) && canRotate(key) && key.accountId === source.accountId,
    )
    const loaded = await readEach(
      'keyRotation',
      own.map(({ arn }) => arn),
      [ROTATION],
      arn => rotation(source.clientsOf(regionOfArn(arn) ?? source.region).kms, arn),
      (arn, error) => keyGap(source, gapFrom('keyRotation', error, [ROTATION], arn), arn),
    )
    const gaps = keys.gaps.filter(({ id }) => id === undefined || named.has(id))
    return withGaps(passedOn('keyRotation', gaps, 'same ids'), loaded)
  },
}

/** aws: https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html */
const canRotate = ({ manager, spec, origin, state, multiRegionKeyType }: Key): boolean =>
  multiRegionKeyType !== 'REPLICA' &&
  manager === 'CUSTOMER' &&
  spec === 'SYMMETRIC_DEFAULT' &&
  (origin ?? 'AWS_KMS') === 'AWS_KMS' &&
  !state.startsWith('Pending')

const rotation = async (kms: KMSClient, keyArn: string): Promise<KeyRotation> => {
  const answer = await ask(ROTATION, ['KeyRotationEnabled'], () =>
    kms.send(new GetKeyRotationStatusCommand({ KeyId: keyArn })),
  )
  return { keyArn, enabled: answer.KeyRotationEnabled }
}
