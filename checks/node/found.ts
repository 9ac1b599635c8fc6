import {
  awsCommand,
  defineCheck,
  type ManagedNode,
  type NodeElsewhere,
  type Remedy,
} from '../../src/core/index.ts'

export default defineCheck({
  id: 'node/found',
  title: 'the node that was named is here and runs',
  why: 'StartSession answers TargetNotConnected for a node that is in another Region, stopped, or not there at all: the same words as for a broken one.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-troubleshooting.html',
  severity: 'high',
  fix: 'none',
  each: 'namedNodes',
  needs: ['nodesElsewhere'],
  run({ id, instance, managed }, { nodesElsewhere }, { region }) {
    if (instance && instance.state !== 'running') return notRunning(id, instance.state, region)
    if (!instance && managed && isGone(managed)) return gone(managed, region)
    if (instance || managed) return undefined
    const elsewhere = nodesElsewhere[id]
    if (!elsewhere) return undefined
    return {
      message: elsewhere.region === undefined ? nowhere(id, region) : inRegion(elsewhere, region),
      about: 'place',
      affects: [id],
      evidence: [
        { label: 'looked in', value: region, source: 'ec2:DescribeInstances' },
        {
          label: 'found in',
          value: elsewhere.region ?? 'no Region that is opted in',
          source: 'ec2:DescribeInstances',
        },
      ],
      remedy: remedyOf(elsewhere),
    }
  },
})

const notRunning = (id: string, state: string, region: string) => ({
  message: `instance ${id} is ${state}: sessions open on running instances alone`,
  about: 'state',
  affects: [id],
  evidence: [{ label: 'state', value: state, source: `ec2:DescribeInstances ${id}` }],
  remedy:
    state === 'stopped'
      ? {
          text: 'start it, and give its agent a minute or two',
          commands: [awsCommand('ec2 start-instances', { 'instance-ids': id, region })],
        }
      : { text: state === 'terminated' ? 'name the instance that took its place' : 'wait until it runs' },
})

/** Systems Manager goes on listing an instance for a while after it was terminated. */
const isGone = ({ id, pingStatus }: ManagedNode): boolean => id.startsWith('i-') && pingStatus !== 'Online'

const gone = ({ id, pingStatus, lastPingAt }: ManagedNode, region: string) => ({
  message: `EC2 does not know ${id} in ${region} any more: it was terminated, though Systems Manager still lists it`,
  about: 'state',
  affects: [id],
  evidence: [
    { label: 'EC2', value: 'no such instance', source: `ec2:DescribeInstances ${id}` },
    {
      label: 'ping status',
      value: [pingStatus, lastPingAt].filter(Boolean).join(', '),
      source: 'Systems Manager',
    },
  ],
  remedy: { text: 'name the instance that took its place' },
})

const inRegion = ({ id, region: there, state }: NodeElsewhere, region: string): string =>
  `${id} is not in ${region}, it is in ${there}${state === undefined ? '' : ` (${state})`}`

const nowhere = (id: string, region: string): string =>
  id.startsWith('mi-')
    ? `${id} is not registered in ${region}: hybrid nodes are known in the Region of their activation alone`
    : `${id} is neither in ${region} nor in another Region of this account`

const remedyOf = ({ id, region }: NodeElsewhere): Remedy => {
  if (region === undefined)
    return { text: 'see whether the id is right, and whether the credentials are those of its account' }
  return {
    text: `open the session in ${region}`,
    commands: [awsCommand('ssm start-session', { target: id, region })],
  }
}
