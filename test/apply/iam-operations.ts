import type { AccountState, PolicyState, RoleState } from './account-state.ts'
import { Refused } from './refused.ts'

type Fields = Readonly<Record<string, string>>

export const noSuch = (what: string): Refused => new Refused('NoSuchEntity', 404, `${what} cannot be found.`)
export const field = (fields: Fields, name: string): string => {
  const value = fields[name]
  if (value === undefined) throw new Refused('ValidationError', 400, `${name} is missing`)
  return value
}

const policyIn = (state: AccountState, fields: Fields): PolicyState => {
  const arn = field(fields, 'PolicyArn')
  const policy = state.policies[arn]
  if (!policy) throw noSuch(`Policy ${arn}`)
  return policy
}

export const roleIn = (state: AccountState, fields: Fields): RoleState => {
  const name = field(fields, 'RoleName')
  if (name.includes('/')) throw new Refused('ValidationError', 400, 'a role name holds no path')
  const role = state.roles[name]
  if (!role) throw noSuch(`The role with name ${name}`)
  return role
}

export const encode = (text: string): string => encodeURIComponent(text)

/** Two to a page, so that every list is paged. */
const page = (items: readonly string[], list: string, { Marker = '0' }: Fields): string => {
  const from = Number(Marker)
  const rest = items.length > from + 2
  const members = items.slice(from, from + 2).map(item => `<member>${item}</member>`)
  const next = rest ? `<Marker>${from + 2}</Marker>` : ''
  return `<${list}>${members.join('')}</${list}><IsTruncated>${rest}</IsTruncated>${next}`
}

const versionXml = (id: string, isDefault: boolean): string =>
  `<VersionId>${id}</VersionId><IsDefaultVersion>${isDefault}</IsDefaultVersion><CreateDate>2026-11-20T09:00:00Z</CreateDate>`

const holdersOf = (state: AccountState, arn: string): string[] =>
  Object.keys(state.roles).filter(name => state.roles[name]?.attached.includes(arn))

type Operation = (state: AccountState, fields: Fields) => string

/** IAM's rules, as its API reference gives them. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  ListPolicyVersions: (state, fields) => {
    const { versions, defaultVersion } = policyIn(state, fields)
    const ids = Object.keys(versions).toReversed()
    return page(
      ids.map(id => versionXml(id, id === defaultVersion)),
      'Versions',
      fields,
    )
  },
  GetPolicyVersion: (state, fields) => {
    const { versions, defaultVersion } = policyIn(state, fields)
    const id = field(fields, 'VersionId')
    const text = versions[id]
    if (text === undefined) throw noSuch(`Version ${id}`)
    return `<PolicyVersion><Document>${encode(text)}</Document>${versionXml(id, id === defaultVersion)}</PolicyVersion>`
  },
  CreatePolicyVersion: (state, fields) => {
    const policy = policyIn(state, fields)
    if (Object.keys(policy.versions).length >= 5)
      throw new Refused('LimitExceeded', 409, 'A managed policy can have up to 5 versions.')
    const id = `v${++policy.newest}`
    policy.versions[id] = field(fields, 'PolicyDocument')
    const isDefault = fields['SetAsDefault'] === 'true'
    if (isDefault) policy.defaultVersion = id
    return `<PolicyVersion>${versionXml(id, isDefault)}</PolicyVersion>`
  },
  SetDefaultPolicyVersion: (state, fields) => {
    const policy = policyIn(state, fields)
    const id = field(fields, 'VersionId')
    if (policy.versions[id] === undefined) throw noSuch(`Version ${id}`)
    policy.defaultVersion = id
    return ''
  },
  DeletePolicyVersion: (state, fields) => {
    const policy = policyIn(state, fields)
    const id = field(fields, 'VersionId')
    if (policy.versions[id] === undefined) throw noSuch(`Version ${id}`)
    if (id === policy.defaultVersion)
      throw new Refused('DeleteConflict', 409, 'Cannot delete the default version.')
    delete policy.versions[id]
    return ''
  },
  GetRolePolicy: (state, fields) => {
    const text = roleIn(state, fields).inline[field(fields, 'PolicyName')]
    if (text === undefined) throw noSuch('The role policy')
    return `<RoleName>r</RoleName><PolicyName>p</PolicyName><PolicyDocument>${encode(text)}</PolicyDocument>`
  },
  PutRolePolicy: (state, fields) => {
    roleIn(state, fields).inline[field(fields, 'PolicyName')] = field(fields, 'PolicyDocument')
    return ''
  },
  DeleteRolePolicy: (state, fields) => {
    const { inline } = roleIn(state, fields)
    const name = field(fields, 'PolicyName')
    if (inline[name] === undefined) throw noSuch('The role policy')
    delete inline[name]
    return ''
  },
  GetPolicy: (state, fields) => {
    const { defaultVersion } = policyIn(state, fields)
    return `<Policy><Arn>${field(fields, 'PolicyArn')}</Arn><DefaultVersionId>${defaultVersion}</DefaultVersionId></Policy>`
  },
  ListPolicyTags: (state, fields) => {
    const tags = Object.entries(policyIn(state, fields).tags)
    return page(
      tags.map(([key, value]) => `<Key>${key}</Key><Value>${value}</Value>`),
      'Tags',
      fields,
    )
  },
  CreatePolicy: (state, fields) => {
    const arn = `arn:aws:iam::123456789012:policy${fields['Path'] ?? '/'}${field(fields, 'PolicyName')}`
    if (state.policies[arn])
      throw new Refused('EntityAlreadyExists', 409, `A policy called ${arn} already exists.`)
    const tags: Record<string, string> = {}
    for (let at = 1; fields[`Tags.member.${at}.Key`] !== undefined; at++)
      tags[field(fields, `Tags.member.${at}.Key`)] = field(fields, `Tags.member.${at}.Value`)
    const versions = { v1: field(fields, 'PolicyDocument') }
    state.policies[arn] = { versions, defaultVersion: 'v1', newest: 1, tags }
    return `<Policy><Arn>${arn}</Arn></Policy>`
  },
  DeletePolicy: (state, fields) => {
    const arn = field(fields, 'PolicyArn')
    const { versions } = policyIn(state, fields)
    if (holdersOf(state, arn).length > 0 || Object.keys(versions).length > 1)
      throw new Refused('DeleteConflict', 409, 'Cannot delete a policy attached to entities.')
    delete state.policies[arn]
    return ''
  },
  ListAttachedRolePolicies: (state, fields) =>
    page(
      roleIn(state, fields).attached.map(arn => `<PolicyName>x</PolicyName><PolicyArn>${arn}</PolicyArn>`),
      'AttachedPolicies',
      fields,
    ),
  AttachRolePolicy: (state, fields) => {
    const { attached } = roleIn(state, fields)
    policyIn(state, fields)
    const arn = field(fields, 'PolicyArn')
    if (!attached.includes(arn)) attached.push(arn)
    return ''
  },
  DetachRolePolicy: (state, fields) => {
    const { attached } = roleIn(state, fields)
    const at = attached.indexOf(field(fields, 'PolicyArn'))
    if (at < 0) throw noSuch('The attachment')
    attached.splice(at, 1)
    return ''
  },
}
