import type { Call } from './call.ts'
import type { Ask } from './ec2-corrections.ts'
import { errorAnswer, type WireAnswer } from './faults.ts'
import { field, itemsOf, mapItems } from './xml.ts'

/** Instance id → the profile that it holds, as its association tells it. */
const profilesHeld = async (ask: Ask): Promise<ReadonlyMap<string, string>> => {
  const found = itemsOf(
    await ask('DescribeIamInstanceProfileAssociations'),
    'iamInstanceProfileAssociationSet',
  )
  return new Map(
    found.map(item => [
      field(item, 'instanceId') ?? '',
      `<iamInstanceProfile><arn>${field(item, 'arn')}</arn><id>${field(item, 'id')}</id></iamInstanceProfile>`,
    ]),
  )
}

/** Moto tells the id of the association in the place of the profile's, and the profile of before after a replacement. */
export const withProfilesHeld = async (text: string, ask: Ask): Promise<string> => {
  const held = await profilesHeld(ask)
  return mapItems(text, 'reservationSet', reservation =>
    mapItems(reservation, 'instancesSet', instance => {
      const bare = instance.replace(
        /<iamInstanceProfile>[^]*?<\/iamInstanceProfile>|<iamInstanceProfile\/>/u,
        '',
      )
      const profile = held.get(field(instance, 'instanceId') ?? '') ?? ''
      return bare.replace(/<\/item>$/u, `${profile}</item>`)
    }),
  )
}

/** Parameter of ModifyInstanceMetadataOptions → the element that tells it. */
const METADATA: Readonly<Record<string, string>> = {
  HttpTokens: 'httpTokens',
  HttpEndpoint: 'httpEndpoint',
  HttpPutResponseHopLimit: 'httpPutResponseHopLimit',
  HttpProtocolIpv6: 'httpProtocolIpv6',
  InstanceMetadataTags: 'instanceMetadataTags',
}

const optionsOf = async (call: Call, ask: Ask): Promise<string> => {
  const text = await ask('DescribeInstances', { 'InstanceId.1': String(call.params['InstanceId']) })
  return /<metadataOptions>[^]*?<\/metadataOptions>/u.exec(text)?.[0] ?? ''
}

/** What is not given stays as it is; moto forgets it. */
export const metadataKept = async (call: Call, ask: Ask): Promise<Record<string, string>> => {
  const now = await optionsOf(call, ask)
  const kept = Object.entries(METADATA).flatMap(([name, element]): [string, string][] => {
    const value = field(now, element)
    return call.params[name] === undefined && value !== undefined ? [[name, value]] : []
  })
  return Object.fromEntries(kept)
}

/** EC2 takes no word on tokens while the endpoint is off, or with the call that turns it off. */
export const refusedMetadata = async (call: Call, ask: Ask): Promise<WireAnswer | undefined> => {
  if (call.params['HttpTokens'] === undefined) return undefined
  const endpoint = call.params['HttpEndpoint'] ?? field(await optionsOf(call, ask), 'httpEndpoint')
  if (endpoint !== 'disabled') return undefined
  const words = 'HttpTokens is not allowed unless HttpEndpoint is enabled'
  return errorAnswer(call, 400, 'InvalidParameterCombination', words)
}
