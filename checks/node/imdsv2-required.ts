import { awsCommand, defineCheck } from '../../src/core/index.ts'

export default defineCheck({
  id: 'node/imdsv2-required',
  title: 'the instance gives out its credentials for a token alone',
  why: 'With optional tokens, software on the node that can be made to fetch an address (a proxy, a renderer) can be made to give the credentials of the role away.',
  docs: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html',
  severity: 'low',
  fix: 'none',
  each: 'judgedNodes',
  needs: [],
  after: ['node/imds-enabled'],
  run({ instance }, _records, { region }) {
    if (instance?.state !== 'running' || instance.metadataEndpoint === 'disabled') return undefined
    if (instance.metadataTokens !== 'optional') return undefined
    return {
      message: 'the metadata service answers requests without a token (IMDSv1)',
      about: 'HttpTokens',
      evidence: [{ label: 'HttpTokens', value: 'optional', source: `ec2:DescribeInstances ${instance.id}` }],
      remedy: {
        text: 'require tokens once the metric MetadataNoToken has been 0 for two weeks: old SDKs ask without one. On hosts of containers set the hop limit to 2 at least, or they lose the credentials',
        commands: [
          awsCommand('ec2 modify-instance-metadata-options', {
            'instance-id': instance.id,
            'http-tokens': 'required',
            region,
          }),
        ],
      },
    }
  },
})
