import check from '../../../checks/kms/key-usable.ts'
import { DB, HYBRID, SESSION_KEY, WEB } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'
import { prefer, preferLater } from '../policies.ts'

const alter = (world: BreakableWorld, over: Record<string, string>): void => {
  Object.assign(world.records.keys[SESSION_KEY] ?? {}, over)
}
const refused = (ref: string, what: string, error: string): string =>
  `${ref}: session key ${ref} ${what}: every session with a shell is refused at the handshake with ${error}`
const rename = (world: BreakableWorld, ref: string): void => {
  prefer(world, { kmsKeyId: ref })
  const key = world.records.keys[SESSION_KEY]
  if (key) world.records.keys[ref] = { ...key, ref }
}

testCheck(check, {
  'the key is disabled': {
    break: world => alter(world, { state: 'Disabled' }),
    finds: [
      {
        subject: SESSION_KEY,
        message: refused(SESSION_KEY, 'is Disabled', 'DisabledException').slice(SESSION_KEY.length + 2),
        severity: 'critical',
        about: 'state',
        affects: [WEB, DB, HYBRID],
        fixable: true,
      },
    ],
  },
  'the key is going': {
    break: world => alter(world, { state: 'PendingDeletion' }),
    finds: [refused(SESSION_KEY, 'is PendingDeletion', 'KMSInvalidStateException')],
  },
  'the key waits for its material': {
    break: world => alter(world, { state: 'PendingImport' }),
    finds: [refused(SESSION_KEY, 'is PendingImport', 'KMSInvalidStateException')],
  },
  'the key is being updated': {
    break: world => alter(world, { state: 'Updating' }),
    finds: [{ subject: SESSION_KEY, verdict: 'unknown', about: 'state' }],
  },
  'an asymmetric key': {
    break: world => alter(world, { spec: 'RSA_2048' }),
    finds: [
      refused(
        SESSION_KEY,
        'is a RSA_2048 key and not a symmetric one for encryption',
        'InvalidKeyUsageException',
      ),
    ],
  },
  'a key for signatures of messages': {
    break: world => alter(world, { spec: 'HMAC_256', usage: 'GENERATE_VERIFY_MAC' }),
    finds: [{ subject: SESSION_KEY, about: 'spec' }],
  },
  'a key managed by AWS': {
    break: world => alter(world, { manager: 'AWS' }),
    finds: [{ subject: SESSION_KEY, about: 'manager' }],
  },
  'an alias of AWS': {
    break: world => prefer(world, { kmsKeyId: 'alias/aws/ssm' }),
    finds: [
      refused(
        'alias/aws/ssm',
        'is managed by AWS for one of its services, which alone may use it',
        'AccessDeniedException',
      ),
    ],
  },
  'a key that does not exist': {
    break: world => delete world.records.keys[SESSION_KEY],
    finds: [refused(SESSION_KEY, 'does not exist in ap-southeast-1', 'NotFoundException')],
  },
  'an alias that does not exist': {
    break: world => prefer(world, { kmsKeyId: 'alias/sessions' }),
    finds: [refused('alias/sessions', 'does not exist in ap-southeast-1', 'NotFoundException')],
  },
  'a key in another Region': {
    break: world =>
      prefer(world, {
        kmsKeyId: 'arn:aws:kms:eu-west-1:123456789012:key/mrk-11111111222243338444555555555555',
      }),
    finds: [
      {
        subject: 'arn:aws:kms:eu-west-1:123456789012:key/mrk-11111111222243338444555555555555',
        message: /is in Region eu-west-1, and KMS is asked in ap-southeast-1/,
        about: 'region',
      },
    ],
  },
  'the latest version names a key that is not there': {
    break: world => preferLater(world, { kmsKeyId: 'alias/new' }),
    finds: [{ subject: 'alias/new', verdict: 'unknown' }],
  },
  'an alias that exists': { break: world => rename(world, 'alias/sessions'), finds: [] },
  'a bare id': { break: world => rename(world, '11111111-2222-4333-8444-555555555555'), finds: [] },
  'the replica here of a multi-Region key': {
    break: world => {
      rename(world, 'mrk-11111111222243338444555555555555')
      const key = world.records.keys['mrk-11111111222243338444555555555555']
      if (key) key.multiRegion = true
    },
    finds: [],
  },
  'no key': { break: world => prefer(world, { kmsKeyId: '' }), finds: [] },
})
