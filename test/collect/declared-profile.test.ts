import { beforeEach, describe, expect, it } from 'vitest'
import { instancesPage } from './iam-account.ts'
import { linesOf, readOne } from './reading.ts'
import { deny, iam, offline, refuse, startWire, type Wire } from './wire.ts'

offline()

let wire: Wire
beforeEach(() => {
  wire = startWire()
})

const ARN = 'arn:aws:iam::123456789012:instance-profile/platform/ssm-nodes'

const profile = (roles: string): ReturnType<typeof iam> =>
  iam(
    'GetInstanceProfile',
    `<InstanceProfile><Path>/platform/</Path><InstanceProfileName>ssm-nodes</InstanceProfileName><InstanceProfileId>AIPASSMNODES</InstanceProfileId><Arn>${ARN}</Arn><CreateDate>2023-01-01T00:00:00Z</CreateDate><Roles>${roles}</Roles></InstanceProfile>`,
  )

const declared = () => ({ instanceProfile: 'ssm-nodes' })

const asked = (operation: string, name: string): unknown[] =>
  wire.calls.filter(call => call.operation === operation).map(({ params }) => params[name])

describe('the instance profile that the config names', () => {
  beforeEach(() => wire.on('ec2:DescribeInstances', () => instancesPage([{ id: 'i-0aa' }])))

  it('is read though no instance holds it, and stands under its own ARN', async () => {
    wire.on('iam:GetInstanceProfile', () => profile(''))
    const { records, declared: told } = await readOne(['instanceProfiles'], { declared })
    expect(records.instanceProfiles).toEqual({ [ARN]: { arn: ARN, name: 'ssm-nodes', id: 'AIPASSMNODES' } })
    expect(told).toEqual({ instanceProfile: 'ssm-nodes' })
  })

  it('has its role read, and the one that bears its name', async () => {
    wire.on('iam:GetInstanceProfile', () => profile('<member><RoleName>web-node</RoleName></member>'))
    wire.on('iam:GetRole', refuse('NoSuchEntity', 404))
    await readOne(['roles'], { declared })
    expect(asked('GetRole', 'RoleName').toSorted()).toEqual(expect.arrayContaining(['ssm-nodes', 'web-node']))
  })

  it('is nothing where there is no such profile', async () => {
    wire.on('iam:GetInstanceProfile', refuse('NoSuchEntity', 404))
    const { records, gaps } = await readOne(['instanceProfiles'], { declared })
    expect([records.instanceProfiles, linesOf(gaps)]).toEqual([{}, []])
  })

  it('is a gap of its own where it may not be read', async () => {
    wire.on('iam:GetInstanceProfile', deny)
    const { gaps } = await readOne(['instanceProfiles'], { declared })
    expect(linesOf(gaps)).toEqual(['instanceProfiles ssm-nodes iam:GetInstanceProfile'])
  })

  it('is asked for once where an instance holds it', async () => {
    wire.on('ec2:DescribeInstances', () => instancesPage([{ id: 'i-0aa', profile: 'ssm-nodes' }]))
    await readOne(['instanceProfiles'], { declared })
    expect(asked('GetInstanceProfile', 'InstanceProfileName')).toEqual(['ssm-nodes'])
  })

  it('is not asked for where the config names none', async () => {
    await readOne(['instanceProfiles'])
    expect(asked('GetInstanceProfile', 'InstanceProfileName')).toEqual([])
  })
})
