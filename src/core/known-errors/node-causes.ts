import type { KnownCause } from './known-error.ts'

// What stands behind several texts, once. The nodes, their agents, roles and ways.

const RESTART =
  'The agent tries again within half an hour; a restart of the agent or of the node makes it try at once.'

export const WRONG_PLACE: KnownCause = {
  cause: 'the command looked in another Region or account than the node is in',
  checks: ['node/found'],
  remedy: "Give the node's own Region and the credentials of its account; sessions do not cross accounts.",
  commands: ['aws sts get-caller-identity', 'aws configure get region'],
}

export const NODE_DOWN: KnownCause = {
  cause: 'the instance is stopped, gone, or fails its status checks',
  checks: ['node/status-checks', 'node/found'],
  remedy: 'Start the instance, or stop and start it where a status check fails.',
}

export const NOT_REGISTERED: KnownCause = {
  cause: 'the node never became a managed node: no agent, no credentials, or no way to Systems Manager',
  checks: ['node/registered'],
  symptom: true,
  remedy: 'Install the SSM Agent, give the node a role, and let it reach ssm and ssmmessages on port 443.',
}

export const AGENT_SILENT: KnownCause = {
  cause: 'the SSM Agent is stopped, hibernates, or lost its connection',
  checks: ['node/agent-ping'],
  symptom: true,
  remedy: 'Restart the agent on the node, or reboot the node; its log says what it cannot do.',
  commands: ['sudo systemctl restart amazon-ssm-agent'],
}

export const CHANNEL_DOWN: KnownCause = {
  cause: 'the node is Online and its control channel to ssmmessages is down: Online speaks of ssm alone',
  checks: ['node/control-channel'],
  symptom: true,
  remedy: "Repair the role's ssmmessages actions and the way to ssmmessages, then restart the agent.",
}

export const NO_ROLE: KnownCause = {
  cause:
    'the instance has no usable role: no instance profile, a stale or empty one, and no Default Host Management',
  checks: [
    'identity/instance-profile-attached',
    'identity/profile-current',
    'identity/profile-has-role',
    'identity/dhmc-role',
  ],
  remedy:
    'Attach an instance profile whose role has AmazonSSMManagedInstanceCore, or turn Default Host Management on.',
  afterwards: RESTART,
}

export const BROKEN_TRUST: KnownCause = {
  cause: 'the role does not trust the service that has to assume it, or was deleted and made again',
  checks: ['identity/role-trust', 'identity/profile-current', 'hybrid/service-role-trust'],
  remedy:
    'Let ec2.amazonaws.com (ssm.amazonaws.com for hybrid nodes) assume the role, and attach the profile again.',
  afterwards: RESTART,
}

export const LACKS_CORE: KnownCause = {
  cause:
    'the role in use may not do one of the five core actions of ssm and ssmmessages, or something denies it',
  checks: ['identity/core-permissions'],
  remedy:
    'Attach AmazonSSMManagedInstanceCore to the role, and look for a boundary or service control policy that denies.',
  afterwards: RESTART,
}

export const NO_WAY_TO_SSM: KnownCause = {
  cause:
    'the node cannot reach ssm: route, NAT gateway, endpoint, private DNS, security group or network ACL',
  checks: ['network/ssm-path'],
  remedy:
    'Open a way on port 443: a NAT gateway, or an interface endpoint whose security group lets the node in.',
}

export const NO_WAY_TO_MESSAGES: KnownCause = {
  cause: 'the node cannot reach ssmmessages, though ssm may be reachable: an endpoint is missing or blocked',
  checks: ['network/ssmmessages-path', 'network/endpoint-policy'],
  remedy:
    'Create the interface endpoint com.amazonaws.REGION.ssmmessages too, and let the node in on port 443.',
}

export const DHMC_PENDING: KnownCause = {
  cause:
    'Default Host Management was turned on less than half an hour ago, or its role or agent does not serve',
  checks: ['identity/dhmc-role', 'node/agent-version'],
  severe: true,
  remedy: 'Wait half an hour; the agent must be 3.2.582.0 or newer and the metadata service be on.',
}

export const AGENT_TOO_OLD: KnownCause = {
  cause: 'the SSM Agent is too old for what the session asks',
  checks: ['node/agent-version'],
  severe: true,
  remedy: 'Update the agent; AWS-UpdateSSMAgent does it where Run Command works.',
  commands: ['aws ssm send-command --document-name AWS-UpdateSSMAgent --instance-ids i-…'],
}

export const NO_METADATA: KnownCause = {
  cause: 'the node cannot ask the metadata service, which is off or intercepted by a proxy on the node',
  checks: ['node/imds-enabled'],
  remedy: "Turn the metadata service on, and exempt 169.254.169.254 from the node's proxy.",
}

export const STARVED: KnownCause = {
  cause: 'the node is out of memory, processor time, file handles or inotify watches',
  look: 'the load and the memory of the node, `sysctl fs.inotify.max_user_instances`, and the number of open sessions',
  remedy: 'Raise fs.inotify.max_user_instances, end stuck sessions, or give the node more memory.',
  commands: ['sysctl fs.inotify.max_user_instances', 'ulimit -n'],
}

export const DISK_FULL: KnownCause = {
  cause: "the root volume of the node is full: the agent cannot write the session's files",
  look: '`df -h / /var` on the node, by Run Command or the serial console, and the console output',
  remedy: 'Free some space on the root volume or enlarge it, then restart the agent.',
  commands: ['df -h / /var'],
}

export const NODE_CLOCK: KnownCause = {
  cause: 'the clock of the node is wrong by more than five minutes',
  look: '`date -u` on the node, and whether chrony or the Windows time service runs',
  remedy: 'Synchronise the clock with 169.254.169.123, and restart the agent.',
  commands: ['chronyc tracking'],
}

export const INTERCEPTED: KnownCause = {
  cause: "a proxy or firewall on the way looks into TLS, or the node lacks Amazon's root certificates",
  look: 'the issuer that the node sees: `openssl s_client -connect ssmmessages.REGION.amazonaws.com:443`',
  remedy:
    'Exempt ssm and ssmmessages from TLS inspection, or add the missing root certificates to the trust store.',
}

export const STATIC_CREDENTIALS: KnownCause = {
  cause:
    "other credentials on the node override its role: a file of root's, or variables of the agent's service",
  look: "the principal in the error, `/root/.aws/credentials`, and the environment of the agent's service",
  remedy: 'Take the static credentials away and restart the agent.',
}

export const DUPLICATE: KnownCause = {
  cause: 'the machine was cloned or its hardware changed, so its registration belongs to another one',
  checks: ['hybrid/duplicate-registration'],
  remedy: 'Register the machine again with a new activation; an image must not carry a registration.',
  commands: ['sudo amazon-ssm-agent -register -code CODE -id ID -region REGION'],
}
