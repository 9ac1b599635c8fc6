import type { Instance } from '../records.ts'
import type { ChangeSpec, MetadataOptions } from './change.ts'
import { editRecord } from './edit-record.ts'
import { inRegion } from './in-region.ts'
import { review } from './review.ts'

const has = (
  { metadataEndpoint, metadataTokens }: Instance,
  { endpoint, tokens }: MetadataOptions,
): boolean => metadataEndpoint === endpoint && metadataTokens === tokens

/** The metadata service of an instance. */
export const metadataOptionSpecs: {
  readonly 'set-metadata-options': ChangeSpec<'set-metadata-options'>
} = {
  'set-metadata-options': {
    touches: ['instances'],
    phase: 'metadata options',
    turn: ({ instanceId }) => instanceId,
    edits: ({ instanceId: id }) => ({ kind: 'instance', id }),
    risk: review,
    actions: ['ec2:DescribeInstances', 'ec2:ModifyInstanceMetadataOptions'],
    describe: ({ instanceId, to }) =>
      `turn the metadata endpoint of ${instanceId} ${to.endpoint === 'enabled' ? 'on' : 'off'}, with tokens ${to.tokens}`,
    apply: (world, { region, instanceId, from, to }) =>
      inRegion(world, region, here =>
        editRecord(here, 'instances', instanceId, instance =>
          has(instance, from)
            ? { ...instance, metadataEndpoint: to.endpoint, metadataTokens: to.tokens }
            : instance,
        ),
      ),
    invert: ({ from, to, ...change }) => ({ ...change, from: to, to: from }),
  },
}
