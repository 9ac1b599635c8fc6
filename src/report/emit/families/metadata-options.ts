import type { MetadataOptions } from '../../../core/changes/change.ts'
import type { Family } from '../forms.ts'
import { hclBlock } from '../hcl.ts'
import { yamlLines } from '../yaml.ts'

/** A template cannot set them on an instance that it has: it takes them for those of a launch. */
const asProperties = ({ endpoint, tokens }: MetadataOptions): Readonly<Record<string, string>> => ({
  HttpEndpoint: endpoint,
  HttpTokens: tokens,
})

/** The metadata service of an instance. */
export const metadataOptionCode: Family<'set-metadata-options'> = {
  'set-metadata-options': {
    cli: ({ region, instanceId, to }) => [
      {
        operation: 'ec2 modify-instance-metadata-options',
        options: {
          'instance-id': instanceId,
          'http-endpoint': to.endpoint,
          'http-tokens': to.endpoint === 'enabled' ? to.tokens : undefined,
          region,
        },
      },
    ],
    terraform: ({ instanceId, to }) => [
      {
        note: `in the resource aws_instance that has ${instanceId}`,
        lines: hclBlock('metadata_options', { http_endpoint: to.endpoint, http_tokens: to.tokens }),
      },
    ],
    cloudformation: ({ instanceId, to }) => [
      {
        note: `in the stack that owns AWS::EC2::Instance ${instanceId}, or in its launch template`,
        lines: yamlLines({ MetadataOptions: asProperties(to) }),
      },
    ],
  },
}
