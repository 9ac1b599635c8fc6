import type { AccountState } from './account-state.ts'
import type { AssociationState, InstanceState, NodeState } from './node-state.ts'
import { Refused } from './refused.ts'

type Fields = Readonly<Record<string, string>>
type Operation = (state: AccountState, fields: Fields) => string

const refuse = (code: string, message = 'as EC2 says it'): Refused => new Refused(code, 400, message)

const field = (fields: Fields, name: string): string => {
  const value = fields[name]
  if (value === undefined) throw refuse('MissingParameter', name)
  return value
}

const instanceIn = ({ instances }: NodeState, id: string): InstanceState => {
  const instance = instances[id]
  if (!instance) throw refuse('InvalidInstanceID.NotFound')
  return instance
}

/** The profile that bears the ARN now; one without a role cannot be associated. */
const usableProfile = ({ profiles }: NodeState, arn: string): Pick<AssociationState, 'arn' | 'profileId'> => {
  const profile = profiles[arn.slice(arn.lastIndexOf('/') + 1)]
  if (!profile) throw refuse('InvalidParameterValue', `Invalid IAM Instance Profile ARN ${arn}`)
  if (profile.role === undefined)
    throw refuse('InvalidParameterValue', `IAM Instance Profile "${arn}" has no associated IAM Roles`)
  return { arn, profileId: profile.id }
}

const liveOf = ({ associations }: NodeState, instanceId: string): string | undefined =>
  Object.keys(associations).find(
    id => associations[id]?.instanceId === instanceId && associations[id].state.startsWith('associat'),
  )

const associationIn = ({ associations }: NodeState, id: string): AssociationState => {
  const association = associations[id]
  if (!association) throw refuse('InvalidAssociationID.NotFound')
  return association
}

const associationXml = (id: string, { instanceId, arn, profileId, state }: AssociationState): string =>
  `<associationId>${id}</associationId><instanceId>${instanceId}</instanceId><state>${state}</state><iamInstanceProfile><arn>${arn}</arn><id>${profileId}</id></iamInstanceProfile>`

/** One to a page, so that the list is paged. */
const page = (items: readonly string[], { NextToken = '0' }: Fields): string => {
  const at = Number(NextToken)
  const next = items.length > at + 1 ? `<nextToken>${at + 1}</nextToken>` : ''
  const shown = items.slice(at, at + 1).map(item => `<item>${item}</item>`)
  return `<iamInstanceProfileAssociationSet>${shown.join('')}</iamInstanceProfileAssociationSet>${next}`
}

const instanceXml = (id: string, { state, endpoint, tokens, hopLimit, options }: InstanceState): string =>
  `<item><instanceId>${id}</instanceId><instanceState><code>16</code><name>${state}</name></instanceState><metadataOptions><state>${options}</state><httpTokens>${tokens}</httpTokens><httpPutResponseHopLimit>${hopLimit}</httpPutResponseHopLimit><httpEndpoint>${endpoint}</httpEndpoint></metadataOptions></item>`

/** EC2's rules for instances, as its API reference gives them. */
export const INSTANCE_OPERATIONS: Readonly<Record<string, Operation>> = {
  DescribeIamInstanceProfileAssociations: ({ nodes }, fields) => {
    if (fields['Filter.1.Name'] !== 'instance-id') throw refuse('InvalidParameterValue')
    const found = Object.entries(nodes.associations).filter(
      ([, { instanceId }]) => instanceId === fields['Filter.1.Value.1'],
    )
    return page(
      found.map(([id, association]) => associationXml(id, association)),
      fields,
    )
  },
  AssociateIamInstanceProfile: ({ nodes }, fields) => {
    const instanceId = field(fields, 'InstanceId')
    instanceIn(nodes, instanceId)
    if (liveOf(nodes, instanceId) !== undefined) throw refuse('IncorrectState')
    const profile = usableProfile(nodes, field(fields, 'IamInstanceProfile.Arn'))
    const id = `iip-assoc-new${++nodes.newest}`
    nodes.associations[id] = { instanceId, ...profile, state: 'associated' }
    return `<iamInstanceProfileAssociation>${associationXml(id, nodes.associations[id])}</iamInstanceProfileAssociation>`
  },
  ReplaceIamInstanceProfileAssociation: ({ nodes }, fields) => {
    const old = field(fields, 'AssociationId')
    const { instanceId } = associationIn(nodes, old)
    const profile = usableProfile(nodes, field(fields, 'IamInstanceProfile.Arn'))
    delete nodes.associations[old]
    const id = `iip-assoc-new${++nodes.newest}`
    nodes.associations[id] = { instanceId, ...profile, state: 'associated' }
    return `<iamInstanceProfileAssociation>${associationXml(id, nodes.associations[id])}</iamInstanceProfileAssociation>`
  },
  DisassociateIamInstanceProfile: ({ nodes }, fields) => {
    const id = field(fields, 'AssociationId')
    const association = associationIn(nodes, id)
    delete nodes.associations[id]
    return `<iamInstanceProfileAssociation>${associationXml(id, association)}</iamInstanceProfileAssociation>`
  },
  DescribeInstances: ({ nodes }, fields) => {
    const id = field(fields, 'InstanceId.1')
    const item = instanceXml(id, instanceIn(nodes, id))
    return `<reservationSet><item><instancesSet>${item}</instancesSet></item></reservationSet>`
  },
  ModifyInstanceMetadataOptions: ({ nodes }, fields) => {
    const id = field(fields, 'InstanceId')
    const instance = instanceIn(nodes, id)
    const { HttpEndpoint: endpoint = instance.endpoint, HttpTokens: tokens } = fields
    if (tokens !== undefined && endpoint === 'disabled')
      throw refuse('InvalidParameterCombination', 'HttpTokens needs an endpoint that is enabled')
    Object.assign(instance, { endpoint, ...(tokens !== undefined && { tokens }) })
    return `<instanceId>${id}</instanceId>`
  },
}
