import { awsCommand, defineCheck, hybridTwin, ifReadable, type JudgedNode } from '../../src/core/index.ts'

export default defineCheck({
  id: 'node/imds-enabled',
  title: 'the instance metadata endpoint is on',
  why: 'The agent fetches its credentials, by instance profile as by Default Host Management, from the metadata endpoint. With that off it gets none.',
  docs: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-options.html',
  severity: 'high',
  fix: 'none',
  each: 'judgedNodes',
  needs: ['managedNodes'],
  run(node, { managedNodes }, { region }) {
    const { instance } = node
    if (!instance || instance.state !== 'running' || instance.metadataEndpoint === 'enabled') return undefined
    // A hybrid node gets its credentials from Systems Manager.
    if (ifReadable(() => hybridTwin(instance, managedNodes))) return undefined
    const unread = instance.metadataEndpoint === undefined
    return {
      message: unread ? 'EC2 does not say whether the metadata endpoint is on' : messageOf(node),
      ...(unread && { verdict: 'unknown' as const }),
      evidence: [
        {
          label: 'HttpEndpoint',
          value: instance.metadataEndpoint ?? 'not told',
          source: `ec2:DescribeInstances ${instance.id}`,
        },
      ],
      remedy: {
        text: 'turn the endpoint on, with tokens required, if it was not closed on purpose: it gives all software on the host the credentials of the role',
        commands: [
          awsCommand('ec2 modify-instance-metadata-options', {
            'instance-id': instance.id,
            'http-endpoint': 'enabled',
            'http-tokens': 'required',
            region,
          }),
        ],
      },
    }
  },
})

const messageOf = ({ managed }: JudgedNode): string => {
  const now =
    managed?.pingStatus === 'Online' ? '; it works until its credentials expire, some hours from now' : ''
  return `the metadata endpoint is disabled, so the agent gets no credentials${now}`
}
