import {
  awsCommand,
  defineCheck,
  isSameMachine,
  type Instance,
  type ManagedNode,
  type Problem,
  type Scope,
} from '../../src/core/index.ts'

export default defineCheck({
  id: 'hybrid/duplicate-registration',
  title: 'each machine is registered once',
  why: 'A machine that was registered anew leaves its old registration behind, on which no session opens. An EC2 instance that was registered as a hybrid node is known by that alone: the tags and the ARN of the instance govern nothing then.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-deregister-hybrid-nodes.html',
  severity: 'low',
  fix: 'none',
  each: 'judgedNodes',
  needs: ['managedNodes', 'instances'],
  run({ id, managed }, { managedNodes, instances }, scope) {
    if (!id.startsWith('mi-') || !managed) return undefined
    // Of thousands of machines most say neither name nor address, or report in.
    if (managed.computerName === undefined || managed.ipAddress === undefined) return undefined
    const isLost = managed.pingStatus !== 'Online'
    const twin = isLost ? Object.values(managedNodes).find(other => isNewer(other, managed)) : undefined
    if (twin) return again(managed, twin, scope)
    const instance = Object.values(instances).find(one => isSameMachine(one, managed))
    return instance && asInstance(managed, instance, scope)
  },
})

/** Another registration of a machine with the same name and address, which is in use. */
const isNewer = (other: ManagedNode, { id, computerName, ipAddress }: ManagedNode): boolean =>
  other.id !== id &&
  other.id.startsWith('mi-') &&
  other.pingStatus === 'Online' &&
  computerName !== undefined &&
  other.computerName === computerName &&
  ipAddress !== undefined &&
  other.ipAddress === ipAddress

const deregister = (id: string, { region }: Scope): string =>
  awsCommand('ssm deregister-managed-instance', { 'instance-id': id, region })

const again = (old: ManagedNode, twin: ManagedNode, scope: Scope): Problem => ({
  message: `${old.id} is an old registration of ${old.computerName}, which is ${twin.id} now`,
  about: twin.id,
  evidence: [
    {
      label: old.id,
      value: `${old.computerName} ${old.ipAddress}, ${old.pingStatus}`,
      source: 'Systems Manager',
    },
    {
      label: twin.id,
      value: `${twin.computerName} ${twin.ipAddress}, ${twin.pingStatus}`,
      source: 'Systems Manager',
    },
  ],
  remedy: {
    text: 'open sessions on the new id, and deregister the old one',
    commands: [deregister(old.id, scope)],
  },
})

const asInstance = (node: ManagedNode, { id }: Instance, scope: Scope): Problem => ({
  message: `${node.id} is EC2 instance ${id}, registered as a hybrid node: rules that name the instance or its tags do not hold for its sessions`,
  about: id,
  severity: 'medium',
  affects: [node.id, id],
  evidence: [
    { label: node.id, value: `${node.computerName} ${node.ipAddress}`, source: 'Systems Manager' },
    { label: id, value: `running with ${node.ipAddress}`, source: `ec2:DescribeInstances ${id}` },
  ],
  remedy: {
    text: 'give the instance an instance profile, remove the registration from the agent on it, and deregister the hybrid node',
    commands: [deregister(node.id, scope)],
  },
})
