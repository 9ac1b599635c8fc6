import type { KnownError } from './known-error.ts'

/** Told of tunnels and of the documents that start them. */
export const PORT_ERRORS: readonly KnownError[] = [
  {
    id: 'commands-empty',
    text: 'Commands cannot be empty for session type …',
    seenBy: 'node',
    patterns: [['Commands cannot be empty for session type']],
    means: 'The session document has no commands for this operating system.',
    causes: [
      {
        cause: 'the document lacks properties.linux.commands or properties.windows.commands',
        look: 'the document that --document-name names',
        remedy: 'Add the commands for this operating system.',
      },
    ],
  },
  {
    id: 'output-separation',
    text: 'Fail to get separateOutPutStream property: …',
    seenBy: 'node',
    patterns: [
      ['Fail to get separateOutPutStream property'],
      ['invalid stdoutSeparatorPrefix'],
      ['invalid stderrSeparatorPrefix'],
    ],
    means: 'The NonInteractiveCommands document is not well formed.',
    causes: [
      {
        cause: 'separateOutputStream or a separator of the document has a wrong type',
        look: 'the properties of the document',
        remedy: 'Correct the document.',
      },
    ],
  },
  {
    id: 'port-not-open',
    text: 'Unable to connect to specified port',
    seenBy: 'node',
    patterns: [
      ['Unable to connect to specified port'],
      ['Connection to destination port failed, check SSM Agent logs'],
      ['Connection to destination port failed'],
    ],
    means: 'The tunnel stands; behind it nobody answers.',
    causes: [
      {
        cause: 'nothing listens on that port of the node or of the remote host',
        look: '`ss -ltn` on the node, or a connection from the node to the host and port',
        remedy: 'Start the service, or correct portNumber and host.',
        commands: ['ss -ltn'],
      },
      {
        cause: 'the security group of the remote host does not let the node in, or the node may not go there',
        look: 'the rules of both security groups for that port',
        remedy: 'Let the node reach the host on that port.',
      },
    ],
  },
  {
    id: 'port-empty',
    text: 'Port number is empty in session properties.',
    seenBy: 'node',
    patterns: [['Port number is empty in session properties']],
    means: 'The document for tunnels was started without its port.',
    causes: [
      {
        cause: 'the command lacks portNumber',
        look: 'the --parameters of the command',
        remedy: 'Give it.',
        commands: [
          "aws ssm start-session --target i-… --document-name AWS-StartPortForwardingSession --parameters 'portNumber=80,localPortNumber=8080'",
        ],
      },
    ],
  },
  {
    id: 'forwarding-forbidden',
    text: 'Forwarding to IP address … is forbidden.',
    seenBy: 'node',
    patterns: [['Forwarding to IP address', 'is forbidden']],
    means:
      "The agent refuses tunnels to the metadata service, to AWS's own addresses and to reserved ones of the VPC.",
    causes: [
      {
        cause: 'the host of the tunnel is one of the addresses that the agent refuses',
        look: 'the host of the command, and what its name resolves to on the node',
        remedy: "Ask for another host; the list is set in the agent's configuration.",
      },
    ],
  },
]
