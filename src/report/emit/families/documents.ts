import type { NamedVersion } from '../../../core/changes/change.ts'
import { awsCommand } from '../../../core/words/aws-command.ts'
import type { Word } from '../command.ts'
import type { Family, Note, Scene } from '../forms.ts'
import type { HclResource } from '../hcl-resource.ts'
import { PROVIDERS_TAGS } from '../hcl-resource.ts'
import type { TemplateResource } from '../template-resource.ts'
import { tagged } from './tagged.ts'

interface Place {
  readonly region: string
  readonly name: string
}

const isMade = ({ changes }: Scene, { region, name }: Place): boolean =>
  changes.some(
    change => change.type === 'create-document' && change.region === region && change.name === name,
  )

const inTerraform = (scene: Scene, place: Place, content: string): HclResource => ({
  type: 'aws_ssm_document',
  name: scene.name('aws_ssm_document', `${place.region} ${place.name}`, place.name),
  region: place.region,
  arguments: {
    name: place.name,
    document_type: 'Session',
    document_format: 'JSON',
    content: { json: content },
  },
  ...(!isMade(scene, place) && {
    existing: { id: place.name, keeps: ['permissions', 'target_type', 'version_name', ...PROVIDERS_TAGS] },
  }),
})

const inTemplate = (scene: Scene, place: Place, content: string): TemplateResource => ({
  type: 'AWS::SSM::Document',
  name: scene.name('document', `${place.region} ${place.name}`, place.name),
  region: place.region,
  properties: {
    Name: place.name,
    DocumentType: 'Session',
    DocumentFormat: 'JSON',
    // The new version becomes the default; otherwise the document would be replaced.
    UpdateMethod: 'NewVersion',
    Content: JSON.parse(content),
  },
  ...(isMade(scene, place) ? { keeps: true } : { existing: { Name: place.name } }),
})

/** Whether a version is written too: that becomes the default by itself. */
const isWritten = (scene: Scene, place: Place): boolean => writtenOver(scene, place) !== undefined

const writtenOver = ({ changes }: Scene, { region, name }: Place): NamedVersion | undefined => {
  const update = changes.find(
    change => change.type === 'update-document' && change.region === region && change.name === name,
  )
  return update?.type === 'update-document' ? update.from : undefined
}

const BY_WRITING: Note = {
  note: 'a version becomes the default only as it is written; that an older one does is said by hand',
}

/** The provider writes over the default version, and Systems Manager lets nobody write over another than the latest. */
const latestFirst = (scene: Scene, place: Place, from: NamedVersion): readonly Note[] => {
  const latest = writtenOver(scene, place)?.version
  if (latest === undefined || from.version === undefined || latest === from.version) return []
  const first = awsCommand('ssm update-document-default-version', {
    name: place.name,
    'document-version': latest,
    region: place.region,
  })
  return [
    {
      note: 'the provider writes over the default version, Systems Manager over the latest alone; so do first:',
      lines: [first],
      noCommands: true,
    },
  ]
}

const versionVariable = ({ name }: Scene, place: Place): string =>
  name('version', `${place.region} ${place.name}`, `version of ${place.name}`)

/** The number of a version; one that the plan writes gets its number then. @throws Error where no step writes it */
const numberOf = (scene: Scene, place: Place, { version }: NamedVersion): Word => {
  if (version !== undefined) return version
  if (!isWritten(scene, place))
    throw new Error(`no step of the plan writes a version of document ${place.name}`)
  return { variable: versionVariable(scene, place) }
}

/** SSM documents that hold preferences of sessions, and which version is the default. */
export const documentCode: Family<'create-document' | 'update-document' | 'set-default-document-version'> = {
  'create-document': {
    cli: ({ region, name, content }, { digest }) => [
      {
        operation: 'ssm create-document',
        options: {
          name,
          'document-type': 'Session',
          'document-format': 'JSON',
          tags: tagged(digest),
          content: { json: content },
          region,
        },
      },
    ],
    terraform: (change, scene) => [inTerraform(scene, change, change.content)],
    cloudformation: (change, scene) => [inTemplate(scene, change, change.content)],
  },
  'update-document': {
    cli: (change, scene) => [
      {
        operation: 'ssm update-document',
        options: {
          name: change.name,
          'document-version': change.from.version ?? '$LATEST',
          'document-format': 'JSON',
          content: { json: change.to },
          query: 'DocumentDescription.DocumentVersion',
          output: 'text',
          region: change.region,
        },
        into: versionVariable(scene, change),
      },
    ],
    terraform: (change, scene) => [inTerraform(scene, change, change.to)],
    cloudformation: (change, scene) => [inTemplate(scene, change, change.to)],
  },
  'set-default-document-version': {
    cli: (change, scene) => [
      {
        operation: 'ssm update-document-default-version',
        options: {
          name: change.name,
          'document-version': numberOf(scene, change, change.to),
          region: change.region,
        },
      },
    ],
    terraform: (change, scene) =>
      isWritten(scene, change)
        ? [...latestFirst(scene, change, change.from), inTerraform(scene, change, change.to.content)]
        : [BY_WRITING],
    cloudformation: (change, scene) =>
      isWritten(scene, change) ? [inTemplate(scene, change, change.to.content)] : [BY_WRITING],
  },
}
