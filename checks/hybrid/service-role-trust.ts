import {
  defineCheck,
  explanationOf,
  nodesBySource,
  trustAnswer,
  trustRepair,
  type NodeRole,
} from '../../src/core/index.ts'

export default defineCheck({
  id: 'hybrid/service-role-trust',
  title: 'the service role lets Systems Manager renew the credentials of hybrid nodes',
  why: 'A hybrid node gets its credentials from Systems Manager, which assumes the role of its activation. Where the trust policy leaves it out, or names another account or Region, the node goes silent when those that it holds run out.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/hybrid-multicloud-service-role.html',
  severity: 'high',
  fix: 'review',
  asks: ['allow-assume'],
  each: 'nodeRoles',
  needs: [],
  after: ['identity/role-trust'],
  run(nodeRole, _records, scope) {
    const nodes = nodesBySource(nodeRole).get('hybrid activation')
    const first = nodeRole.nodes.find(node => node.id === nodes?.[0])
    if (!nodes || !first) return undefined
    const answer = trustAnswer(nodeRole.role, 'hybrid activation', first.arn, scope)
    const { service, decision } = answer
    if (decision.verdict === 'allowed') return undefined
    const { remedy, fix } = trustRepair(nodeRole.role, answer, 'hybrid activation', scope)
    const live = nodeRole.nodes.some(node => nodes.includes(node.id) && node.managed?.pingStatus === 'Online')
    return {
      message: `service role ${nodeRole.name} does not let ${service} assume it for nodes of account ${scope.accountId} in ${scope.region}`,
      about: service,
      ...(!live && { severity: 'low' as const }),
      ...(decision.verdict === 'unknown' && { verdict: 'unknown' as const }),
      affects: nodes,
      evidence: [
        { label: 'must be trusted', value: service, source: 'hybrid activation' },
        {
          label: 'trust policy',
          value: conditionsOf(nodeRole),
          source: `role ${nodeRole.name}`,
        },
      ],
      explanation: [explanationOf('sts:AssumeRole', decision)],
      remedy: {
        ...remedy,
        text: `${remedy.text}; nodes that lost their credentials try again within half an hour`,
      },
      ...(fix && { fix }),
    }
  },
})

const conditionsOf = ({ role }: NodeRole): string =>
  /"aws:Source(?:Arn|Account)"\s*:\s*("[^"]*"|\[[^\]]*\])/i.exec(role.trustPolicy)?.[0] ??
  'no condition on the account or Region'
