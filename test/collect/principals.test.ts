import { beforeEach, describe, expect, it } from 'vitest'
import type { World } from '../../src/core/snapshot.ts'
import { details, numbered } from './iam-account.ts'
import { linesOf, read, readOne } from './reading.ts'
import { deny, iam, offline, recorded, refuse, startWire, type Answerer, type Wire } from './wire.ts'

offline()

let wire: Wire
beforeEach(() => {
  wire = startWire()
})

const ROLE = 'arn:aws:iam::123456789012:role'
const USER = 'arn:aws:iam::123456789012:user'
const AMELIA = `${USER}/people/amelia`

const named = (...operators: string[]): Promise<World> =>
  readOne(['principals'], { declared: () => ({ operators }) })

const listed =
  (...arns: string[]): Answerer =>
  () =>
    iam(
      'ListRoles',
      `<Roles>${arns
        .map(
          arn => `<member><Path>/</Path><Arn>${arn}</Arn><RoleName>${arn.split('/').at(-1)}</RoleName>
          <RoleId>AROA1</RoleId><CreateDate>2023-01-01T00:00:00Z</CreateDate></member>`,
        )
        .join('')}</Roles><IsTruncated>false</IsTruncated>`,
    )

const iamCalls = (): string[] => wire.names().filter(name => name.startsWith('iam:'))

describe('operators', () => {
  it('are not asked for where nobody is declared', async () => {
    const world = await readOne(['principals', 'policies'])
    expect(world.records.principals).toBeUndefined()
    expect(wire.names().filter(name => /Users?|ListRoles/.test(name))).toEqual([])
  })

  it('whose names are told are read without a list', async () => {
    const world = await named(`${ROLE}/nodes/ops`, AMELIA)
    expect(world.gaps).toEqual([])
    expect(Object.keys(world.records.principals ?? {})).toEqual([`${ROLE}/nodes/ops`, AMELIA])
    expect(iamCalls().filter(name => name === 'iam:ListRoles' || name === 'iam:ListUsers')).toEqual([])
  })

  it('of a user hold his groups with their policies, and his boundary', async () => {
    const world = await named(AMELIA)
    expect(world.records.principals?.[AMELIA]).toEqual({
      arn: AMELIA,
      name: 'amelia',
      id: 'AIDACKCEVSQ6C2EXAMPLE',
      boundaryArn: 'arn:aws:iam::123456789012:policy/people-boundary',
      attached: [{ arn: 'arn:aws:iam::123456789012:policy/sessions-of-people', name: 'sessions-of-people' }],
      inline: {
        'own-key':
          '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"kms:GenerateDataKey","Resource":"*"}}',
      },
      tags: { SSMSessionRunAs: 'ops' },
      groups: [
        {
          name: 'support',
          attached: [{ arn: 'arn:aws:iam::123456789012:policy/support-desk', name: 'support-desk' }],
          inline: {
            'start-sessions':
              '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ssm:StartSession","Resource":"*"}}',
          },
        },
      ],
    })
  })

  it('bring the managed policies that apply to them along', async () => {
    const declared = () => ({ operators: [AMELIA] })
    const world = await readOne(['policies', 'principals'], { declared })
    expect(Object.keys(world.records.policies ?? {})).toEqual(
      expect.arrayContaining([
        'arn:aws:iam::123456789012:policy/people-boundary',
        'arn:aws:iam::123456789012:policy/sessions-of-people',
        'arn:aws:iam::123456789012:policy/support-desk',
      ]),
    )
  })

  it('of a pattern are sought under the path that it names, once for patterns alike', async () => {
    const sso = `${ROLE}/aws-reserved/sso.amazonaws.com`
    wire.on('iam:ListRoles', listed(`${sso}/eu-west-1/AWSReservedSSO_Ops_1`, `${sso}/AWSReservedSSO_Dev_2`))
    wire.on('iam:GetRole', (call, nth) => {
      const answer = recorded(call, nth)
      if (typeof answer === 'string') return answer
      return {
        ...answer,
        body: answer.body.replace(/role\/nodes\//, 'role/aws-reserved/sso.amazonaws.com/eu-west-1/'),
      }
    })
    const world = await named(`${sso}/*/AWSReservedSSO_Ops_*`, `${sso}/*/AWSReservedSSO_Audit_*`)
    expect(Object.keys(world.records.principals ?? {})).toEqual([`${sso}/eu-west-1/AWSReservedSSO_Ops_1`])
    const lists = wire.calls.filter(call => call.operation === 'ListRoles')
    expect(lists.map(call => call.params['PathPrefix'])).toEqual(['/aws-reserved/sso.amazonaws.com/'])
  })

  it('are found by a name without its path', async () => {
    const world = await named(`${ROLE}/AWSReservedSSO_Ops_*`, `${ROLE}/ops`)
    expect(Object.keys(world.records.principals ?? {})).toEqual([
      `${ROLE}/nodes/AWSReservedSSO_Ops_0a1b2c3d4e5f6071`,
      `${ROLE}/nodes/ops`,
    ])
  })

  it('of other accounts and partitions are not sought here', async () => {
    const world = await named('arn:aws:iam::210987654321:role/Ops*', 'arn:aws-cn:iam::123456789012:role/Ops')
    expect(world.records.principals).toEqual({})
    expect(iamCalls()).toEqual([])
  })

  it('that do not exist, or stand under another path, are absent', async () => {
    wire.on('iam:GetUser', refuse('NoSuchEntity', 404))
    const world = await named(`${USER}/nobody`, `${ROLE}/elsewhere/ops`)
    expect([world.records.principals, world.gaps]).toEqual([{}, []])
  })

  it('more than a handful come by one read of the account, without its users where none is named', async () => {
    const names = numbered('ops', 7)
    wire.on('iam:ListRoles', listed(...names.map(name => `${ROLE}/nodes/${name}`)))
    wire.on('iam:GetAccountAuthorizationDetails', () => details(names))
    const world = await named(`${ROLE}/nodes/ops*`)
    expect(Object.keys(world.records.principals ?? {})).toHaveLength(7)
    expect(iamCalls().toSorted()).toEqual(['iam:GetAccountAuthorizationDetails', 'iam:ListRoles'])
    const call = wire.calls.find(({ operation }) => operation === 'GetAccountAuthorizationDetails')
    expect(Object.values(call?.params ?? {})).not.toContain('User')
  })
})

describe('the users of an account in one read', () => {
  const person = (inside: string): string => `<member><Path>/people/</Path><UserName>amelia</UserName>
    <UserId>AIDA1</UserId><Arn>${AMELIA}</Arn><CreateDate>2023-01-01T00:00:00Z</CreateDate>${inside}</member>`
  const desk = `<member><Path>/</Path><GroupName>desk</GroupName><GroupId>AGPA1</GroupId>
    <Arn>arn:aws:iam::123456789012:group/desk</Arn><CreateDate>2023-01-01T00:00:00Z</CreateDate>
    <GroupPolicyList><member><PolicyName>start</PolicyName><PolicyDocument>%7B%7D</PolicyDocument></member></GroupPolicyList>
    <AttachedManagedPolicies/></member>`
  const account = (user: string, groups: string): Answerer => {
    const { status, headers, body } = details(numbered('ops', 7))
    const filled = body
      .replace('<UserDetailList/>', `<UserDetailList>${user}</UserDetailList>`)
      .replace('<GroupDetailList/>', `<GroupDetailList>${groups}</GroupDetailList>`)
    return () => ({ status, headers, body: filled })
  }
  const PATTERNS = [`${ROLE}/nodes/ops*`, `${USER}/people/*`]
  const lists = (): void =>
    wire.on('iam:ListRoles', listed(...numbered('ops', 7).map(name => `${ROLE}/nodes/${name}`)))

  it('have their groups, and no inline policies where none are told', async () => {
    lists()
    const inside = '<GroupList><member>desk</member></GroupList><AttachedManagedPolicies/>'
    wire.on('iam:GetAccountAuthorizationDetails', account(person(inside), desk))
    const world = await named(...PATTERNS)
    expect(world.gaps).toEqual([])
    expect(world.records.principals?.[AMELIA]).toEqual({
      arn: AMELIA,
      name: 'amelia',
      id: 'AIDA1',
      attached: [],
      inline: {},
      tags: {},
      groups: [{ name: 'desk', attached: [], inline: { start: '{}' } }],
    })
    expect(wire.counts()['iam:GetUser']).toBeUndefined()
  })

  it('are read one by one where a group of theirs is not in it', async () => {
    lists()
    const inside = '<GroupList><member>desk</member></GroupList><AttachedManagedPolicies/>'
    wire.on('iam:GetAccountAuthorizationDetails', account(person(inside), ''))
    const world = await named(...PATTERNS)
    expect(world.gaps).toEqual([])
    expect(world.records.principals?.[AMELIA]?.groups?.map(group => group.name)).toEqual(['support'])
  })
})

describe('operators that cannot be read', () => {
  it('are a gap under the pattern that needs the list, and the others stand', async () => {
    wire.on('iam:ListRoles', deny)
    const world = await named(`${ROLE}/Ops*`, AMELIA)
    expect(linesOf(world.gaps)).toEqual([`principals ${ROLE}/Ops* iam:ListRoles`])
    expect(Object.keys(world.records.principals ?? {})).toEqual([AMELIA])
  })

  it('are no gap where the details of the account stand in for the list', async () => {
    wire.on('iam:ListRoles', deny)
    wire.on('iam:GetAccountAuthorizationDetails', () => details(['ops-1', 'db']))
    const world = await named(`${ROLE}/nodes/ops*`)
    expect(world.gaps).toEqual([])
    expect(Object.keys(world.records.principals ?? {})).toEqual([`${ROLE}/nodes/ops-1`])
  })

  it('hide the one user whose group is denied', async () => {
    wire.on('iam:ListGroupPolicies', deny)
    const world = await named(AMELIA, `${ROLE}/nodes/ops`)
    expect(linesOf(world.gaps)).toEqual([`principals ${AMELIA} iam:ListGroupPolicies`])
    expect(Object.keys(world.records.principals ?? {})).toEqual([`${ROLE}/nodes/ops`])
  })

  it('are asked once for all Regions', async () => {
    const worlds = await read(['principals'], {
      regions: ['eu-west-1', 'eu-west-3'],
      declared: () => ({ operators: [`${USER}/people/*`] }),
    })
    expect(worlds.map(world => Object.keys(world.records.principals ?? {}))).toEqual([[AMELIA], [AMELIA]])
    expect(wire.counts()['iam:ListUsers']).toBe(1)
  })
})
