import { agentUpdateCommand, defineCheck, type AgentUpdate, type JudgedNode } from '../../src/core/index.ts'

export default defineCheck({
  id: 'node/agent-auto-update',
  title: 'something keeps the agent current',
  why: 'New agents bring the features that preferences ask for, and mend faults. Without an association, Default Host Management or a policy of images, each node stays at the version that it came with.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/ssm-agent-automatic-updates.html',
  severity: 'low',
  fix: 'review',
  asks: ['update-agent'],
  each: 'judgedNodes',
  needs: ['agentUpdates', 'declared'],
  after: ['node/registered'],
  run(node, { agentUpdates, declared }, scope) {
    if (!node.managed || declared['config']?.agentUpdates === 'image') return undefined
    if (node.roleSource === 'Default Host Management' || updatesByImage(node)) return undefined
    const all = Object.values(agentUpdates)
    const reach = new Set(all.map(update => reaches(update, node)))
    if (reach.has('yes')) return undefined
    const unsure = reach.has('perhaps')
    return {
      message: unsure
        ? 'it is not known whether an association updates the agent: its targets are a resource group, or tags that are not to be seen here'
        : 'no association updates the agent',
      about: 'AWS-UpdateSSMAgent',
      ...(unsure && { verdict: 'unknown' as const, severity: 'info' as const }),
      evidence: [
        {
          label: 'associations',
          value: all.map(one => one.name ?? one.id).join(', ') || 'none',
          source: 'ssm:ListAssociations',
        },
      ],
      remedy: {
        text: 'update agents by an association, in a window of your own: it restarts the agent and may end sessions, and needs more of the node’s role than sessions do (AmazonSSMManagedInstanceCore carries it); where images are rebuilt instead, say agentUpdates: "image" in the config',
        commands: [agentUpdateCommand(node.id, scope)],
      },
      ...(!unsure && { fix: [{ type: 'update-agent' as const, nodeId: node.id }] }),
    }
  },
})

/** Bottlerocket and the like replace their image, agent and all. */
const updatesByImage = ({ managed }: JudgedNode): boolean => /bottlerocket/i.test(managed?.platformName ?? '')

type Reaches = 'yes' | 'no' | 'perhaps'

/** aws: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Target.html */
const reaches = ({ targets }: AgentUpdate, node: JudgedNode): Reaches => {
  const each = targets.map(({ key, values }) => meets(key, values, node))
  if (each.length === 0 || each.includes('no')) return 'no'
  return each.includes('perhaps') ? 'perhaps' : 'yes'
}

const meets = (key: string, values: readonly string[], { id, instance }: JudgedNode): Reaches => {
  if (key === 'InstanceIds') return values.includes('*') || values.includes(id) ? 'yes' : 'no'
  if (key.startsWith('resource-groups:')) return 'perhaps'
  // The tags of hybrid nodes are Systems Manager's own.
  if (!instance) return 'perhaps'
  const own = key.startsWith('tag:') ? instance.tags[key.slice('tag:'.length)] : undefined
  if (key === 'tag-key') return values.some(value => value in instance.tags) ? 'yes' : 'no'
  return own !== undefined && values.includes(own) ? 'yes' : 'no'
}
