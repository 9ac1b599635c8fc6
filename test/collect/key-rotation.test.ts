import { beforeEach, describe, expect, it } from 'vitest'
import { linesOf, readOne } from './reading.ts'
import { deny, json, offline, recorded, startWire, type Wire } from './wire.ts'

offline()

let wire: Wire
beforeEach(() => {
  wire = startWire()
})

const KEY = 'arn:aws:kms:ap-southeast-1:123456789012:key/0b5e1f3a-7c57-4a66-9f1d-2f6f0e5bd001'

/** The recorded key with other metadata. */
const keyWith = (told: Readonly<Record<string, unknown>>): void =>
  wire.on('kms:DescribeKey', (call, nth) => {
    const found = recorded(call, nth)
    if (typeof found === 'string') return found
    const { KeyMetadata }: { KeyMetadata: object } = JSON.parse(found.body)
    return json({ KeyMetadata: { ...KeyMetadata, ...told } })
  })

describe('the rotation of a key', () => {
  it.each([true, false])('is told by KMS: %s', async enabled => {
    wire.on('kms:GetKeyRotationStatus', () => json({ KeyRotationEnabled: enabled }))
    const { records } = await readOne(['keyRotation'])
    expect(records.keyRotation).toEqual({ [KEY]: { keyArn: KEY, enabled } })
  })

  it.each([
    ['is AWS’s', { KeyManager: 'AWS' }],
    ['is not symmetric', { KeySpec: 'RSA_2048' }],
    ['has material from elsewhere', { Origin: 'EXTERNAL' }],
    ['is of a key store', { Origin: 'AWS_CLOUDHSM' }],
    ['is to be deleted', { KeyState: 'PendingDeletion' }],
    ['is another account’s', { AWSAccountId: '444455556666' }],
    ['is a replica', { MultiRegion: true, MultiRegionConfiguration: { MultiRegionKeyType: 'REPLICA' } }],
  ])('is not asked for of one that %s', async (_, told) => {
    keyWith(told)
    const { records, gaps } = await readOne(['keyRotation'])
    expect({ found: records.keyRotation, gaps }).toEqual({ found: {}, gaps: [] })
    expect(wire.counts()).not.toHaveProperty('kms:GetKeyRotationStatus')
  })

  it('is not asked for of the keys of log group and bucket', async () => {
    const { records } = await readOne(['keyRotation', 'logGroups', 'bucketEncryption', 'keys'])
    expect(Object.keys(records.keys ?? {}).length).toBeGreaterThan(1)
    expect(wire.counts()['kms:GetKeyRotationStatus']).toBe(1)
  })

  it('is asked for in the key’s own Region', async () => {
    keyWith({ Arn: KEY.replace('ap-southeast-1', 'eu-west-1') })
    await readOne(['keyRotation'])
    expect(
      wire.calls.filter(call => call.operation === 'GetKeyRotationStatus').map(({ region }) => region),
    ).toEqual(['eu-west-1'])
  })

  it('that is refused is a gap of that key', async () => {
    wire.on('kms:GetKeyRotationStatus', deny)
    const { gaps } = await readOne(['keyRotation'])
    expect(linesOf(gaps)).toEqual([`keyRotation ${KEY} kms:GetKeyRotationStatus`])
  })
})
