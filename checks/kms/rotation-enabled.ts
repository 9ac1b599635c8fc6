import { asNamed, awsCommand, defineCheck } from '../../src/core/index.ts'

export default defineCheck({
  id: 'kms/rotation-enabled',
  title: 'KMS replaces the material of the session key year by year',
  why: 'The longer one key material is in use, the more it protects and the more is lost with it. Rotation keeps older material for what it encrypted, so that nothing breaks.',
  docs: 'https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html',
  severity: 'low',
  fix: 'none',
  each: 'sessionKeys',
  needs: ['keys', 'keyRotation'],
  after: ['kms/key-usable'],
  mayFollow: ['preferences/default-version-current'],
  run(sessionKey, { keys, keyRotation }, { accountId, region }) {
    const key = foreign(sessionKey.ref, accountId) ? undefined : keys[sessionKey.ref]
    // A replica has the material of its primary, where alone rotation can be turned on.
    if (!key || key.accountId !== accountId || key.multiRegionKeyType === 'REPLICA') return undefined
    const rotation = keyRotation[key.arn]
    if (!rotation || rotation.enabled) return undefined
    const problem = {
      message: `the material of key ${key.arn} is never replaced`,
      about: 'rotation',
      evidence: [{ label: 'rotation', value: 'off', source: `kms:GetKeyRotationStatus ${key.id}` }],
      remedy: {
        text: 'turn rotation on; the first two rotations each add a monthly charge for the key that stays: see the KMS pricing page',
        commands: [awsCommand('kms enable-key-rotation', { 'key-id': key.arn, region })],
      },
    }
    return asNamed(problem, sessionKey, sessionKey.ref)
  },
})

const foreign = (ref: string, accountId: string): boolean => {
  const account = ref.startsWith('arn:') ? ref.split(':')[4] : undefined
  return account !== undefined && account !== accountId
}
