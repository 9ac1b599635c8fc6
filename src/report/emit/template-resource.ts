export type TemplateProperties = Readonly<Record<string, unknown>>

/** A resource of a CloudFormation template. */
export interface TemplateResource {
  /** Its logical id. */
  readonly name: string
  readonly type: string
  readonly region?: string
  readonly properties: TemplateProperties
  /** It exists already: the properties that tell which one it is, for an import. */
  readonly existing?: Readonly<Record<string, string>>
  /** It stays when its stack goes. */
  readonly keeps?: true
}

/** The value of an attribute of another resource of the template. */
export const attributeOf = (name: string, attribute: string): object => ({ 'Fn::GetAtt': [name, attribute] })

/** Whether properties refer to another resource: then it is made first, and need not be named. */
export const refersTo = (properties: TemplateProperties, name: string): boolean =>
  JSON.stringify(properties).includes(`"Fn::GetAtt":["${name}",`)
