import {
  awsCommand,
  defineCheck,
  hybridTwin,
  ifReadable,
  olderThan,
  type Instance,
  type JudgedNode,
  type Problem,
} from '../../src/core/index.ts'

export default defineCheck({
  id: 'node/imds-enabled',
  title: 'the instance metadata endpoint is on',
  why: 'The agent fetches its credentials, by instance profile as by Default Host Management, from the metadata endpoint. With that off it gets none.',
  docs: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-options.html',
  severity: 'high',
  fix: 'review',
  asks: ['set-metadata-options'],
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
      ...repairOf(node, instance, region),
    }
  },
})

/** Older agents ask for credentials without a token. */
const KNOWS_TOKENS = '3.0.0.0'

const repairOf = (
  { managed }: JudgedNode,
  { id, metadataEndpoint, metadataTokens: tokens }: Instance,
  region: string,
): Pick<Problem, 'remedy' | 'fix'> => {
  const command = awsCommand('ec2 modify-instance-metadata-options', {
    'instance-id': id,
    'http-endpoint': 'enabled',
    'http-tokens': 'required',
    region,
  })
  const text =
    'turn the endpoint on, with tokens required, if it was not closed on purpose: it gives all software on the host the credentials of the role'
  const old = olderThan(managed?.agentVersion, KNOWS_TOKENS)
  if (old)
    return {
      remedy: {
        text: `${text}; its agent ${managed?.agentVersion} asks without tokens, so update it first`,
        commands: [command],
      },
    }
  const isOff = metadataEndpoint === 'disabled' && tokens !== undefined
  return {
    remedy: { text, commands: [command] },
    ...(isOff && {
      fix: [
        {
          type: 'set-metadata-options' as const,
          instanceId: id,
          from: { endpoint: 'disabled' as const, tokens },
          to: { endpoint: 'enabled' as const, tokens: 'required' as const },
        },
      ],
    }),
  }
}

const messageOf = ({ managed }: JudgedNode): string => {
  const now =
    managed?.pingStatus === 'Online' ? '; it works until its credentials expire, some hours from now' : ''
  return `the metadata endpoint is disabled, so the agent gets no credentials${now}`
}
