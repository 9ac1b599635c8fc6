import {
  asNamed,
  awsCommand,
  defineCheck,
  isPassing,
  preferencesSay,
  type Fix,
  type Key,
  type Problem,
  type Remedy,
  type Scope,
} from '../../src/core/index.ts'

/** A fault of the key as the preferences name it. */
interface Fault {
  readonly about: string
  readonly what: string
  /** The error that KMS gives, as the user meets it. */
  readonly error: string
  readonly remedy: Remedy
  readonly fix?: readonly Fix[]
  readonly unknown?: true
}

export default defineCheck({
  id: 'kms/key-usable',
  title: 'the session key exists, is enabled and fits',
  why: 'With a session key the client asks KMS for a data key and the node decrypts it, both in the node’s own Region. A key that cannot be used there ends every session at the handshake; port forwarding and SSH do without it.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-enable-encryption.html',
  severity: 'critical',
  fix: 'review',
  asks: ['enable-key'],
  each: 'sessionKeys',
  needs: ['keys', 'preferences'],
  mayFollow: ['preferences/schema-valid', 'preferences/default-version-current', 'preferences/as-declared'],
  run(sessionKey, { keys, preferences }, scope) {
    const { ref } = sessionKey
    // What the reference itself rules out is decided without the key: KMS is asked in the node's Region alone.
    const fault = referenceFault(ref, scope) ?? keyFault(ref, keys[ref], scope)
    if (!fault) return undefined
    const problem: Problem = {
      message: fault.unknown
        ? `session key ${ref} ${fault.what}: whether sessions open now cannot be told`
        : `session key ${ref} ${fault.what}: every session with a shell is refused at the handshake with ${fault.error}`,
      about: fault.about,
      ...(fault.unknown && { verdict: 'unknown' as const }),
      because: ['preferences/schema-valid', 'preferences/as-declared'].map(check => ({
        check,
        about: 'kmsKeyId',
      })),
      evidence: [
        preferencesSay(preferences, sessionKey, ref),
        { label: 'KMS says', value: fault.what, source: 'kms:DescribeKey' },
      ],
      remedy: fault.remedy,
      ...(fault.fix && { fix: fault.fix }),
    }
    return asNamed(problem, sessionKey, ref)
  },
})

const OWN_KEY: Remedy = {
  text: 'name a symmetric encryption key of your own in this Region in kmsKeyId of the preferences, or leave kmsKeyId empty',
}

/** `arn:PARTITION:kms:REGION:ACCOUNT:key/…` or `…:alias/…` */
const referenceFault = (ref: string, { partition, region }: Scope): Fault | undefined => {
  if (/(?:^|:)alias\/aws\//.test(ref)) return managedByAws
  if (!ref.startsWith('arn:')) return undefined
  const [, inPartition, , inRegion] = ref.split(':')
  if (inPartition === partition && inRegion === region) return undefined
  const where = inPartition === partition ? `Region ${inRegion}` : `partition ${inPartition}`
  const replica = ref.includes(':key/mrk-')
    ? '; of a multi-Region key with a replica here, name the replica of this Region'
    : ''
  return {
    about: 'region',
    what: `is in ${where}, and KMS is asked in ${region}`,
    error: 'NotFoundException',
    remedy: { text: `${OWN_KEY.text}${replica}` },
  }
}

/** aws: https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#aws-managed-cmk */
const managedByAws: Fault = {
  about: 'manager',
  what: 'is managed by AWS for one of its services, which alone may use it',
  error: 'AccessDeniedException',
  remedy: OWN_KEY,
}

const keyFault = (ref: string, key: Key | undefined, scope: Scope): Fault | undefined => {
  if (!key) return missing(ref, scope)
  if (key.manager === 'AWS') return managedByAws
  if (key.spec !== 'SYMMETRIC_DEFAULT') return unfit('spec', key.spec)
  if (key.usage !== 'ENCRYPT_DECRYPT') return unfit('usage', key.usage)
  return key.state === 'Enabled' ? undefined : stateFault(key, scope)
}

const missing = (ref: string, { region }: Scope): Fault => ({
  about: 'key',
  what: `does not exist in ${region}`,
  error: 'NotFoundException',
  remedy: {
    text: ref.startsWith('arn:')
      ? OWN_KEY.text
      : `${OWN_KEY.text}; a key of another account has to be named by its ARN`,
    commands: [awsCommand('kms list-aliases', { region })],
  },
})

const unfit = (about: string, value: string): Fault => ({
  about,
  what: `is a ${value} key and not a symmetric one for encryption`,
  error: 'InvalidKeyUsageException',
  remedy: OWN_KEY,
})

// aws: https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
const stateFault = ({ state, arn, accountId }: Key, scope: Scope): Fault => {
  const { region } = scope
  const command = (operation: string): string => awsCommand(operation, { 'key-id': arn, region })
  const fault = { about: 'state', what: `is ${state}`, error: 'KMSInvalidStateException' }
  if (isPassing(state)) {
    return { ...fault, unknown: true, remedy: { text: 'wait until the key is Enabled and check again' } }
  }
  if (state === 'Disabled') {
    const remedy = {
      text: 'enable the key if nobody turned it off on purpose; else name another one',
      commands: [command('kms enable-key')],
    }
    const fix = accountId === scope.accountId ? { fix: [{ type: 'enable-key' as const, keyArn: arn }] } : {}
    return { ...fault, error: 'DisabledException', remedy, ...fix }
  }
  if (state !== 'PendingDeletion') return { ...fault, remedy: OWN_KEY }
  return {
    ...fault,
    remedy: {
      text: 'cancel the deletion and enable the key if it is still wanted; else name another one',
      commands: [command('kms cancel-key-deletion'), command('kms enable-key')],
    },
  }
}
