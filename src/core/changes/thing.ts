/** What a change may edit. */
export type ThingKind =
  | 'policy'
  | 'role'
  | 'instanceProfile'
  | 'instance'
  | 'document'
  | 'logGroup'
  | 'bucket'
  | 'key'
  | 'securityGroup'
  | 'vpcEndpoint'
  | 'vpc'

/** A thing that was there before a change, and that somebody may own. */
export interface Thing {
  readonly kind: ThingKind
  /** As its record goes by: a name, an id or an ARN. */
  readonly id: string
}

/** The key under which the tags of a thing are kept. */
export const thingKey = ({ kind, id }: Thing): string => `${kind} ${id}`
