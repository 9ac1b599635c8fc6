import type { Change, ChangeType } from '../../src/core/changes/change.ts'
import type { Peer, SecurityGroupRule } from '../../src/core/records.ts'
import { network, newGroup } from './ec2-state.ts'
import { policyOf, type AccountState } from './account-state.ts'
import { heldBy, nodes } from './node-state.ts'
import { GROUP_KEY, STORE_UNDO, storeForward, stores } from './store-changes.ts'

export const ACCOUNT = '123456789012'
export const DIGEST = 'c0ffee1234567890'
export const SHARED = `arn:aws:iam::${ACCOUNT}:policy/team/session-logs`
export const OWN_GROUP = 'ssm-doctor-vpce-0aa'
const ownKey = (id: string): string => `arn:aws:kms:eu-north-1:${ACCOUNT}:key/${id}`
export const KEY = ownKey('33333333-2222-4333-8444-555555555555')
export const IDLE_KEY = ownKey('44444444-2222-4333-8444-555555555555')
export const OWN = `arn:aws:iam::${ACCOUNT}:policy/ssm-doctor-db`

export const PREFERENCES = 'SSM-SessionManagerRunShell'
/** A document of ten versions, of which the ninth is the default. */
export const BEHIND = 'ten-versions'

/** A document as its owner wrote it, so that byte for byte means something. */
export const text = (word: string): string =>
  `${JSON.stringify({ Version: '2012-10-17', Id: `${word} 100%+`, Statement: [] }, null, 4)}\n`

/** An account before any change. */
export const account = (): AccountState => ({
  policies: { [SHARED]: policyOf(['a', 'b', 'c', 'd', 'now'].map(text)) },
  roles: {
    web: { inline: { logging: text('inline') }, attached: [SHARED], trust: text('trust') },
    db: { inline: {}, attached: [] },
  },
  network: network(),
  keys: {
    [KEY]: { state: 'Enabled', policy: text('key') },
    [IDLE_KEY]: { state: 'Disabled', policy: text('idle') },
    [GROUP_KEY]: { state: 'Enabled', policy: text('group key') },
  },
  nodes: nodes(),
  documents: {
    [PREFERENCES]: {
      versions: { 1: text('first'), 3: text('now') },
      defaultVersion: '3',
      tags: { team: 'ops' },
    },
    [BEHIND]: {
      versions: Object.fromEntries(Array.from({ length: 10 }, (_, at) => [at + 1, text(`v${at + 1}`)])),
      defaultVersion: '9',
      tags: {},
    },
  },
  ...stores(),
})

/** An account that has our group, tagged, on no endpoint. */
export const withGroup = (): AccountState => {
  const state = account()
  const tags = { owner: 'mia', team: 'net', 'ssm-doctor:plan': DIGEST }
  state.network.groups['sg-0cc'] = newGroup(OWN_GROUP, 'vpc-0aa', tags)
  return state
}

/** An account whose VPC has no DNS at all. */
const mute = (): AccountState => {
  const state = account()
  state.network.vpcs['vpc-0aa'] = { dnsSupport: false, dnsHostnames: false }
  return state
}

/** An endpoint that lists no group. */
const bare = (): AccountState => {
  const state = withGroup()
  state.network.endpoints['vpce-0aa'] = { state: 'available', privateDns: true, groups: [] }
  return state
}

/** An account whose shared policy has room for a version. */
const roomy = (): AccountState => ({
  ...account(),
  policies: { [SHARED]: policyOf(['a', 'b', 'now'].map(text)) },
})

/** An account that has our policy, tagged, on no role. */
const withOwn = (): AccountState => {
  const state = account()
  const tags = { owner: 'mia', team: 'platform', 'ssm-doctor:plan': DIGEST }
  state.policies[OWN] = { ...policyOf([text('own')]), tags }
  return state
}

/** An account in which the step before has written a version. */
const written = (): AccountState => {
  const state = account()
  Object.assign(state.documents[PREFERENCES]?.versions ?? {}, { 4: text('edited') })
  return state
}

export interface Example {
  readonly before: () => AccountState
  readonly change: Change
}

const REGION = 'eu-north-1'
const NODES = { kind: 'group', groupId: 'sg-0ee', ownerId: ACCOUNT } as const

const ruleFrom = (peer: Peer): SecurityGroupRule => ({
  direction: 'ingress',
  protocol: 'tcp',
  ports: { from: 443, to: 443 },
  peer,
  description: 'HTTPS, added by ssm-doctor',
})

const WEB_NODES = heldBy('web-nodes', 'AIPAWEB')
const DB_NODES = heldBy('db-nodes', 'AIPADB')

type OnAccount = {
  readonly [K in keyof ReturnType<typeof storeForward>]: Example & {
    readonly change: ReturnType<typeof storeForward>[K]
  }
}

const onAccount = Object.fromEntries(
  Object.entries(storeForward(KEY)).map(([name, change]) => [name, { before: account, change }]),
) as OnAccount

/** A change of each type, and an account in which it is to be made. */
export const FORWARD = {
  ...onAccount,
  'put-policy-version': {
    before: roomy,
    change: { type: 'put-policy-version', policyArn: SHARED, from: text('now'), to: text('new') },
  },
  'delete-policy-version': {
    before: account,
    change: { type: 'delete-policy-version', policyArn: SHARED, document: text('a') },
  },
  'put-role-policy': {
    before: account,
    change: {
      type: 'put-role-policy',
      role: 'web',
      policy: 'logging',
      from: text('inline'),
      to: text('edited'),
    },
  },
  'put-role-policy (new)': {
    before: account,
    change: { type: 'put-role-policy', role: 'db', policy: 'ssm-doctor-session-access', to: text('added') },
  },
  'create-policy': {
    before: account,
    change: { type: 'create-policy', policyArn: OWN, name: 'ssm-doctor-db', document: text('own') },
  },
  'attach-role-policy': {
    before: withOwn,
    change: { type: 'attach-role-policy', role: 'db', policyArn: OWN, name: 'ssm-doctor-db' },
  },
  'enable-key': {
    before: account,
    change: { type: 'enable-key', region: REGION, keyArn: IDLE_KEY },
  },
  'put-key-policy': {
    before: account,
    change: {
      type: 'put-key-policy',
      region: REGION,
      keyArn: KEY,
      from: text('key'),
      to: text('opened'),
    },
  },
  'create-group': {
    before: account,
    change: { type: 'create-group', region: REGION, vpcId: 'vpc-0aa', groupName: OWN_GROUP },
  },
  'add-group-rule': {
    before: account,
    change: { type: 'add-group-rule', region: REGION, group: { groupId: 'sg-0aa' }, rule: ruleFrom(NODES) },
  },
  'add-group-rule (list, out, by name)': {
    before: withGroup,
    change: {
      type: 'add-group-rule',
      region: REGION,
      group: { vpcId: 'vpc-0aa', groupName: OWN_GROUP },
      rule: { ...ruleFrom({ kind: 'prefix list', prefixListId: 'pl-0aa' }), direction: 'egress' },
    },
  },
  'add-group-rule (IPv6)': {
    before: account,
    change: {
      type: 'add-group-rule',
      region: REGION,
      group: { groupId: 'sg-0aa' },
      rule: ruleFrom({ kind: 'cidr', cidr: '2001:db8:8::/64' }),
    },
  },
  'add-group-rule (IPv4)': {
    before: account,
    change: {
      type: 'add-group-rule',
      region: REGION,
      group: { groupId: 'sg-0aa' },
      rule: ruleFrom({ kind: 'cidr', cidr: '10.8.2.0/24' }),
    },
  },
  'add-endpoint-group': {
    before: withGroup,
    change: {
      type: 'add-endpoint-group',
      region: REGION,
      endpointId: 'vpce-0aa',
      group: { vpcId: 'vpc-0aa', groupName: OWN_GROUP },
    },
  },
  'add-endpoint-group (none listed)': {
    before: bare,
    change: {
      type: 'add-endpoint-group',
      region: REGION,
      endpointId: 'vpce-0aa',
      group: { groupId: 'sg-0cc' },
      keeps: 'sg-0bb',
    },
  },
  'set-vpc-dns': {
    before: mute,
    change: { type: 'set-vpc-dns', region: REGION, vpcId: 'vpc-0aa', attribute: 'dnsSupport', to: true },
  },
  'set-vpc-dns (host names)': {
    before: account,
    change: { type: 'set-vpc-dns', region: REGION, vpcId: 'vpc-0aa', attribute: 'dnsHostnames', to: true },
  },
  'set-private-dns': {
    before: account,
    change: { type: 'set-private-dns', region: REGION, endpointId: 'vpce-0aa', to: true },
  },
  'put-trust-policy': {
    before: account,
    change: { type: 'put-trust-policy', role: 'web', from: text('trust'), to: text('trusting') },
  },
  'add-role-to-profile': {
    before: account,
    change: { type: 'add-role-to-profile', profile: 'empty', role: 'db' },
  },
  'associate-profile': {
    before: account,
    change: {
      type: 'associate-profile',
      region: REGION,
      instanceId: 'i-0aa',
      profileArn: WEB_NODES.arn,
      profileId: WEB_NODES.profileId,
    },
  },
  'replace-profile': {
    before: account,
    change: {
      type: 'replace-profile',
      region: REGION,
      instanceId: 'i-0bb',
      from: { arn: DB_NODES.arn, id: DB_NODES.profileId },
      to: { arn: WEB_NODES.arn, id: WEB_NODES.profileId },
    },
  },
  'set-metadata-options': {
    before: account,
    change: {
      type: 'set-metadata-options',
      region: REGION,
      instanceId: 'i-0cc',
      from: { endpoint: 'disabled', tokens: 'optional' },
      to: { endpoint: 'enabled', tokens: 'required' },
    },
  },
  'create-association': {
    before: account,
    change: {
      type: 'create-association',
      region: REGION,
      name: 'ssm-doctor-update-agents',
      targets: [
        { key: 'tag:team', values: ['web'] },
        { key: 'tag:stage', values: ['test'] },
      ],
      schedule: 'cron(0 3 ? * WED *)',
      maxConcurrency: '7',
      maxErrors: '2',
    },
  },
  'create-document': {
    before: account,
    change: { type: 'create-document', region: REGION, name: 'new-preferences', content: text('new') },
  },
  'update-document': {
    before: account,
    change: {
      type: 'update-document',
      region: REGION,
      name: PREFERENCES,
      from: { content: text('now'), version: '3' },
      to: text('edited'),
    },
  },
  'update-document (default behind)': {
    before: account,
    change: {
      type: 'update-document',
      region: REGION,
      name: BEHIND,
      from: { content: text('v10'), version: '10' },
      to: text('edited'),
    },
  },
  'set-default-document-version': {
    before: account,
    change: {
      type: 'set-default-document-version',
      region: REGION,
      name: BEHIND,
      from: { content: text('v9'), version: '9' },
      to: { content: text('v10'), version: '10' },
    },
  },
  'set-default-document-version (new)': {
    before: written,
    change: {
      type: 'set-default-document-version',
      region: REGION,
      name: PREFERENCES,
      from: { content: text('now'), version: '3' },
      to: { content: text('edited') },
    },
  },
} satisfies Record<string, Example>

/** A change whose undo cannot put back what was there: the profile that the instance holds was deleted and made anew. */
export const REPLACED_FOR_GOOD = {
  before: () => {
    const state = account()
    Object.assign(state.nodes.associations['iip-assoc-0bb'] ?? {}, { profileId: 'AIPAOLD' })
    return state
  },
  change: {
    type: 'replace-profile',
    region: REGION,
    instanceId: 'i-0bb',
    from: { arn: DB_NODES.arn, id: 'AIPAOLD', unusable: true },
    to: { arn: WEB_NODES.arn, id: WEB_NODES.profileId },
  },
} satisfies Example

/** The changes that undo those. */
export const UNDO_TYPES: Readonly<Record<keyof typeof FORWARD, ChangeType>> = {
  'put-policy-version': 'restore-policy-version',
  'delete-policy-version': 'add-policy-version',
  'put-role-policy': 'put-role-policy',
  'put-role-policy (new)': 'delete-role-policy',
  'create-policy': 'delete-policy',
  'attach-role-policy': 'detach-role-policy',
  'enable-key': 'disable-key',
  'put-key-policy': 'put-key-policy',
  ...STORE_UNDO,
  'create-group': 'delete-group',
  'add-group-rule': 'remove-group-rule',
  'add-group-rule (list, out, by name)': 'remove-group-rule',
  'add-group-rule (IPv6)': 'remove-group-rule',
  'add-group-rule (IPv4)': 'remove-group-rule',
  'add-endpoint-group': 'remove-endpoint-group',
  'add-endpoint-group (none listed)': 'remove-endpoint-group',
  'set-vpc-dns': 'set-vpc-dns',
  'set-vpc-dns (host names)': 'set-vpc-dns',
  'set-private-dns': 'set-private-dns',
  'put-trust-policy': 'put-trust-policy',
  'add-role-to-profile': 'remove-role-from-profile',
  'associate-profile': 'disassociate-profile',
  'replace-profile': 'replace-profile',
  'set-metadata-options': 'set-metadata-options',
  'create-association': 'delete-association',
  'create-document': 'delete-document',
  'update-document': 'delete-document-version',
  'update-document (default behind)': 'delete-document-version',
  'set-default-document-version': 'set-default-document-version',
  'set-default-document-version (new)': 'set-default-document-version',
}
