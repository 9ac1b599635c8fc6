import type { Change, ChangeOf, ChangeType } from './change.ts'

type Json = Readonly<Record<string, unknown>>
type Test = (value: unknown) => boolean

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const text: Test = value => typeof value === 'string'
const flag: Test = value => typeof value === 'boolean'
const optional =
  (test: Test): Test =>
  value =>
    value === undefined || test(value)
const oneOf =
  (...words: readonly string[]): Test =>
  value =>
    words.some(word => word === value)
const shaped =
  (shape: Readonly<Record<string, Test>>): Test =>
  value =>
    isObject(value) && Object.entries(shape).every(([name, test]) => test(value[name]))
const either =
  (...tests: readonly Test[]): Test =>
  value =>
    tests.some(test => test(value))

const listOf =
  (test: Test): Test =>
  value =>
    Array.isArray(value) && value.every(one => test(one))

const texts = listOf(text)
const number: Test = value => Number.isSafeInteger(value)
const group = either(shaped({ groupId: text }), shaped({ vpcId: text, groupName: text }))
const peer = either(
  shaped({ kind: oneOf('cidr'), cidr: text }),
  shaped({ kind: oneOf('group'), groupId: text, ownerId: optional(text) }),
  shaped({ kind: oneOf('prefix list'), prefixListId: text }),
)
const rule = shaped({
  direction: oneOf('ingress', 'egress'),
  protocol: text,
  ports: optional(shaped({ from: number, to: number })),
  peer,
  description: optional(text),
})

const version = { policyArn: text, from: text, to: text }
const spare = { policyArn: text, document: text }
const policy = { policyArn: text, name: text, document: text }
const attachment = { role: text, policyArn: text, name: text }
const key = { region: text, keyArn: text }
const documentVersion = shaped({ content: text, version: optional(text) })
const ownDocument = { region: text, name: text, content: text }
const logGroup = { region: text, logGroup: text }
const newLogGroup = { ...logGroup, keyArn: optional(text) }
const bucket = { region: text, bucket: text }
const accessBlock = shaped({
  BlockPublicAcls: flag,
  IgnorePublicAcls: flag,
  BlockPublicPolicy: flag,
  RestrictPublicBuckets: flag,
})
const groupRule = { region: text, group, rule }
const ownGroup = { region: text, vpcId: text, groupName: text }
const profileRole = { profile: text, role: text }
const association = { region: text, instanceId: text, profileArn: text, profileId: text }
const heldProfile = shaped({ arn: text, id: optional(text), unusable: optional(value => value === true) })
const metadata = shaped({
  endpoint: oneOf('enabled', 'disabled'),
  tokens: oneOf('optional', 'required'),
})
const agentUpdate = {
  region: text,
  name: text,
  targets: listOf(shaped({ key: text, values: listOf(text) })),
  schedule: text,
  maxConcurrency: text,
  maxErrors: text,
}
const endpointGroup = { region: text, endpointId: text, group, keeps: optional(text) }

/** What each field of each change looks like. */
const SHAPES: {
  readonly [T in ChangeType]: { readonly [K in Exclude<keyof ChangeOf<T>, 'type'>]-?: Test }
} = {
  'put-policy-version': version,
  'restore-policy-version': version,
  'delete-policy-version': spare,
  'add-policy-version': spare,
  'put-role-policy': { role: text, policy: text, from: optional(text), to: text },
  'delete-role-policy': { role: text, policy: text, document: text },
  'create-policy': policy,
  'delete-policy': policy,
  'attach-role-policy': attachment,
  'detach-role-policy': attachment,
  'enable-key': key,
  'disable-key': key,
  'put-key-policy': { ...key, from: text, to: text, letsIn: optional(texts), shutsOut: optional(texts) },
  'create-log-group': newLogGroup,
  'delete-log-group': newLogGroup,
  'set-retention': { ...logGroup, from: optional(number), to: optional(number) },
  'set-log-group-key': { ...logGroup, from: optional(text), to: optional(text) },
  'put-public-access-block': { ...bucket, from: optional(accessBlock), to: optional(accessBlock) },
  'put-bucket-policy': { ...bucket, from: optional(text), to: optional(text) },
  'set-private-dns': { region: text, endpointId: text, to: flag },
  'set-vpc-dns': {
    region: text,
    vpcId: text,
    attribute: oneOf('dnsSupport', 'dnsHostnames'),
    to: flag,
  },
  'add-group-rule': groupRule,
  'remove-group-rule': groupRule,
  'create-group': ownGroup,
  'delete-group': ownGroup,
  'add-endpoint-group': endpointGroup,
  'remove-endpoint-group': endpointGroup,
  'put-trust-policy': { role: text, from: text, to: text },
  'add-role-to-profile': profileRole,
  'remove-role-from-profile': profileRole,
  'associate-profile': association,
  'disassociate-profile': association,
  'replace-profile': { region: text, instanceId: text, from: heldProfile, to: heldProfile },
  'set-metadata-options': { region: text, instanceId: text, from: metadata, to: metadata },
  'create-association': agentUpdate,
  'delete-association': agentUpdate,
  'create-document': ownDocument,
  'delete-document': ownDocument,
  'update-document': { region: text, name: text, from: documentVersion, to: text },
  'delete-document-version': { region: text, name: text, from: text, to: documentVersion },
  'set-default-document-version': {
    region: text,
    name: text,
    from: documentVersion,
    to: documentVersion,
  },
}

const isType = (value: unknown): value is ChangeType =>
  typeof value === 'string' && Object.hasOwn(SHAPES, value)

/** Whether what a file holds is a change that this version knows. */
export const isChange = (value: unknown): value is Change =>
  isObject(value) && isType(value['type']) && shaped(SHAPES[value['type']])(value)
