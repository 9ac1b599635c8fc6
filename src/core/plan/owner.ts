import { thingKey, type Thing } from '../changes/thing.ts'
import { gapOf, recordsOf, type World } from '../snapshot.ts'

/** The infrastructure code that owns a thing: its next run would undo a change by hand, or stumble over it. */
export interface Owner {
  readonly by: string
  /** The stack, project or the like, where it is told. */
  readonly name?: string
}

type Tags = Readonly<Record<string, string>>

/** Who owns a thing that is edited, by its tags and its name; or nothing. */
export const ownerOf = (world: World, thing: Thing): Owner | undefined =>
  ownerByName(thing.id) ?? ownerByTags(tagsOf(world, thing) ?? {})

/** Why it is not known who owns a thing: its tags could not be read. */
export const ownerUnknown = (world: World, thing: Thing): string | undefined => {
  const kind = KINDS[thing.kind]
  const gap = gapOf(world, kind, isTagKind(kind) ? thingKey(thing) : thing.id)
  return gap && `its tags could not be read: ${gap.reason} (needs ${gap.actions.join(', ')})`
}

/** Where the tags of a thing are kept: with its record, or by themselves. */
const KINDS = {
  policy: 'accountTags',
  instanceProfile: 'accountTags',
  bucket: 'accountTags',
  document: 'resourceTags',
  logGroup: 'resourceTags',
  key: 'resourceTags',
  vpc: 'resourceTags',
  role: 'roles',
  instance: 'instances',
  securityGroup: 'securityGroups',
  vpcEndpoint: 'vpcEndpoints',
} as const satisfies Record<Thing['kind'], string>

const isTagKind = (kind: string): boolean => kind === 'accountTags' || kind === 'resourceTags'

const tagsOf = (world: World, thing: Thing): Tags | undefined => {
  const kind = KINDS[thing.kind]
  return recordsOf(world, kind)[isTagKind(kind) ? thingKey(thing) : thing.id]?.tags
}

/**
 * Names that AWS's own landing zones give what they make.
 * aws: https://docs.aws.amazon.com/controltower/latest/userguide/shared-account-resources.html
 */
const ownerByName = (id: string): Owner | undefined => {
  const name = id.split(':').at(-1) ?? id
  if (/(?:^|\/)aws-?controltower/i.test(name)) return { by: 'AWS Control Tower' }
  if (/(?:^|\/)AWSAccelerator/.test(name)) return { by: 'Landing Zone Accelerator on AWS' }
  if (/(?:^|\/)StackSet-/.test(name)) return { by: 'CloudFormation StackSets' }
  return /(?:^|\/)aws-reserved\//.test(name) ? { by: 'AWS IAM Identity Center' } : undefined
}

const ownerByTags = (tags: Tags): Owner | undefined => {
  // aws: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-resource-tags.html
  const stack = tags['aws:cloudformation:stack-name']
  if (stack !== undefined) return { by: tags[CDK] === undefined ? 'CloudFormation' : 'AWS CDK', name: stack }
  return Object.entries(tags)
    .map(([key, value]) => ownerByTag(key, value))
    .find(owner => owner !== undefined)
}

const CDK = 'aws-cdk:auto-delete-objects'

/** What teams write on what their code makes: `managed-by: terraform`, `Terraform: true`, `pulumi:project: web`. */
const ownerByTag = (key: string, value: string): Owner | undefined => {
  const project = /^pulumi:(?:project|stack)$/i.exec(key) ? value : undefined
  if (project !== undefined) return { by: 'Pulumi', name: project }
  const named = TOOLS.find(([pattern]) => pattern.test(key) || (TELLING.test(key) && pattern.test(value)))
  return named && !/^(?:false|no|0)$/i.test(value) ? { by: named[1] } : undefined
}

const TELLING =
  /^(?:(?:managed|created|provisioned|deployed|maintained|owned)[-_ ]?(?:by|with)|iac|tool|provisioner)$/i

const TOOLS: readonly (readonly [RegExp, string])[] = [
  [/terraform|terragrunt|\btf\b/i, 'Terraform'],
  [/opentofu/i, 'OpenTofu'],
  [/pulumi/i, 'Pulumi'],
  [/\bcdk\b/i, 'AWS CDK'],
  [/cloudformation/i, 'CloudFormation'],
  [/crossplane/i, 'Crossplane'],
  [/ansible/i, 'Ansible'],
]
