import { recordAt } from '../../../core/changes/edit-record.ts'
import type { HclArguments, HclResource } from '../hcl-resource.ts'
import { PROVIDERS_TAGS } from '../hcl-resource.ts'
import type { Family, Scene } from '../forms.ts'
import type { TemplateProperties, TemplateResource } from '../template-resource.ts'
import { taggedByName } from './tagged.ts'

interface Place {
  readonly region: string
  readonly logGroup: string
}

const isMade = ({ changes }: Scene, { region, logGroup }: Place): boolean =>
  changes.some(
    change => change.type === 'create-log-group' && change.region === region && change.logGroup === logGroup,
  )

const recordOf = ({ after }: Scene, { region, logGroup }: Place) => {
  const world = after(region)
  return world && recordAt(world, 'logGroups', logGroup)
}

/** A log group as it is after the plan; what was not read of it is told by the changes alone. */
const resource = (scene: Scene, place: Place, told: HclArguments): HclResource => {
  const group = recordOf(scene, place)
  return {
    type: 'aws_cloudwatch_log_group',
    name: scene.name('aws_cloudwatch_log_group', `${place.region} ${place.logGroup}`, place.logGroup),
    region: place.region,
    arguments: {
      name: place.logGroup,
      log_group_class: group?.class === 'STANDARD' ? undefined : group?.class,
      retention_in_days: group?.retentionInDays,
      kms_key_id: group?.kmsKeyId,
      ...told,
    },
    ...(!isMade(scene, place) && { existing: { id: place.logGroup, keeps: PROVIDERS_TAGS } }),
  }
}

const inTemplate = (scene: Scene, place: Place, told: TemplateProperties): TemplateResource => {
  const group = recordOf(scene, place)
  return {
    type: 'AWS::Logs::LogGroup',
    name: scene.name('log group', `${place.region} ${place.logGroup}`, place.logGroup),
    region: place.region,
    properties: {
      LogGroupName: place.logGroup,
      LogGroupClass: group?.class === 'STANDARD' ? undefined : group?.class,
      RetentionInDays: group?.retentionInDays,
      KmsKeyId: group?.kmsKeyId,
      ...told,
    },
    // Records are kept when the stack goes, as with a group that a plan creates.
    ...(isMade(scene, place) ? { keeps: true } : { existing: { LogGroupName: place.logGroup } }),
  }
}

/** Log groups: whether they are there, for how long they keep records, and their keys. */
export const logGroupCode: Family<'create-log-group' | 'set-retention' | 'set-log-group-key'> = {
  'create-log-group': {
    cli: ({ region, logGroup, keyArn }, { digest }) => [
      {
        operation: 'logs create-log-group',
        options: {
          'log-group-name': logGroup,
          'kms-key-id': keyArn,
          tags: taggedByName(digest),
          region,
        },
      },
    ],
    terraform: (change, scene) => [resource(scene, change, given('kms_key_id', change.keyArn))],
    cloudformation: (change, scene) => [inTemplate(scene, change, given('KmsKeyId', change.keyArn))],
  },
  'set-retention': {
    cli: ({ region, logGroup, to }) => [
      to === undefined
        ? { operation: 'logs delete-retention-policy', options: { 'log-group-name': logGroup, region } }
        : {
            operation: 'logs put-retention-policy',
            options: { 'log-group-name': logGroup, 'retention-in-days': String(to), region },
          },
    ],
    terraform: (change, scene) => [resource(scene, change, { retention_in_days: change.to })],
    cloudformation: (change, scene) => [inTemplate(scene, change, { RetentionInDays: change.to })],
  },
  'set-log-group-key': {
    cli: ({ region, logGroup, to }) => [
      to === undefined
        ? { operation: 'logs disassociate-kms-key', options: { 'log-group-name': logGroup, region } }
        : {
            operation: 'logs associate-kms-key',
            options: { 'log-group-name': logGroup, 'kms-key-id': to, region },
          },
    ],
    terraform: (change, scene) => [resource(scene, change, { kms_key_id: change.to })],
    cloudformation: (change, scene) => [inTemplate(scene, change, { KmsKeyId: change.to })],
  },
}

const given = <T>(name: string, value: T | undefined): Readonly<Record<string, T>> =>
  value === undefined ? {} : { [name]: value }
