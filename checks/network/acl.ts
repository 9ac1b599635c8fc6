import { defineCheck, obstacleText, type NetworkFault } from '../../src/core/index.ts'
import { entryCommand, entryText, neededEntries } from './acl-entries.ts'
import { faultEvidence } from './fault-evidence.ts'
import { toldNodes } from './told-nodes.ts'

export default defineCheck({
  id: 'network/acl',
  title: 'the network ACL lets calls out and answers in',
  why: 'A network ACL has no memory: it has to let 443 out and the answers back in on the ports of the caller. Where either is denied, nothing behind it reaches the service.',
  docs: 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html',
  severity: 'high',
  fix: 'none',
  each: 'networkAcls',
  needs: ['networkFaults', 'vpcs', 'vpcEndpoints', 'natGateways'],
  run(acl, { networkFaults, ...around }, { region }) {
    const fault = networkFaults[`network acl/${acl.id}`]
    if (!fault) return undefined
    const entries = neededEntries(acl, fault, around)
    const isFull = entries.some(entry => entry.number === undefined)
    return {
      message: `${reasonsOf(fault).join(', and ')}; ${toldNodes(fault.nodes)} cannot reach ${fault.services.join(', ')}`,
      affects: fault.nodes,
      evidence: faultEvidence(fault, entries.map(entryText)),
      remedy: {
        text: `put rules that let these calls and their answers through before the one that denies them${isFull ? FULL : '; the numbers have to be free'}`,
        commands: entries.map(entry => entryCommand(acl, entry, region)),
      },
    }
  },
})

/** One rule often denies the way to many addresses: the first of them is told. */
const reasonsOf = ({ blocked }: NetworkFault): readonly string[] => {
  const byRule = new Map<string | undefined, string>()
  for (const { factor, path } of blocked)
    if (!byRule.has(factor.rule)) byRule.set(factor.rule, obstacleText(factor, path))
  return [...byRule.values()]
}

const FULL = '; no number is free there: give that one a higher number first'
