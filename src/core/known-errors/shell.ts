import type { KnownError } from './known-error.ts'
import * as node from './node-causes.ts'

const RUN_AS: readonly string[] = ['preferences/run-as-user']

/** Told by the node when the shell, its user or a port is not to be had. */
export const SHELL_ERRORS: readonly KnownError[] = [
  {
    id: 'run-as-not-set',
    text: 'Unable to start command: please set the RunAs default user',
    seenBy: 'node',
    patterns: [['please set the RunAs default user']],
    means:
      'Run As is on, and neither the preferences nor a tag of the person name a user of the operating system.',
    causes: [
      {
        cause:
          "the preferences name no default user, and the person's user or role has no tag SSMSessionRunAs",
        checks: RUN_AS,
        remedy: 'Set runAsDefaultUser, or tag the users or roles with SSMSessionRunAs.',
        commands: ['aws iam tag-role --role-name ROLE --tags Key=SSMSessionRunAs,Value=USER'],
      },
    ],
  },
  {
    id: 'run-as-user-missing',
    text: 'Unable to start command: failed to start pty since RunAs user … does not exist',
    seenBy: 'node',
    patterns: [
      ['Unable to start command', 'failed to start pty since RunAs user', 'does not exist'],
      ['failed to start pty since RunAs user', 'does not exist'],
      ['RunAs user', 'does not exist'],
    ],
    means: 'The user that sessions run as is not on this node; with Run As there is no way back to ssm-user.',
    causes: [
      {
        cause: "the user does not exist on the node's operating system",
        look: '`id USER` on the node, and the tag SSMSessionRunAs of the caller, which outranks the preferences',
        remedy: 'Create the user on the node, or name one that exists there.',
        commands: ['id USER', 'aws iam list-role-tags --role-name ROLE'],
      },
      {
        cause: 'the preferences name a user that cannot exist',
        checks: RUN_AS,
        remedy: 'Correct runAsDefaultUser.',
      },
    ],
  },
  {
    id: 'run-as-not-root',
    text: 'Unable to start command: the agent must run as root to use RunAs',
    seenBy: 'node',
    patterns: [['the agent must run as root to use RunAs']],
    means: 'The agent runs as another user than root and so cannot become one more.',
    causes: [
      {
        cause: 'the agent of this node does not run as root, as in a container',
        look: 'the user of the amazon-ssm-agent process',
        remedy: 'Run the agent as root, or turn Run As off.',
      },
    ],
  },
  {
    id: 'run-as-invalid-ids',
    text: 'Unable to start command: invalid uid and gid',
    seenBy: 'node',
    patterns: [['invalid uid and gid'], ['Unable to start command', 'invalid group']],
    means: 'Sessions cannot run as this user: root, or one without a proper group.',
    causes: [
      {
        cause: 'Run As names root, or a user with uid or gid 0',
        checks: RUN_AS,
        remedy: 'Name another user.',
      },
    ],
  },
  {
    id: 'pty-failed',
    text: 'Unable to start command: Failed to start pty: …',
    seenBy: 'node',
    patterns: [
      ['Failed to start pty:'],
      ['Unable to start command', 'Failed to start pty'],
      ['Unable to start shell'],
    ],
    means: 'The node could not open a terminal for the session.',
    causes: [
      {
        cause: 'the node has no /bin/sh, is out of terminals, or SELinux or seccomp forbids it',
        look: '`ls -l /bin/sh /dev/ptmx`, `sysctl kernel.pty.nr kernel.pty.max` and the audit log on the node',
        remedy: 'Restore /bin/sh, raise kernel.pty.max, or let the agent open terminals.',
      },
      node.DISK_FULL,
    ],
  },
  {
    id: 'ssm-user-not-created',
    text: 'Failed to create user ssm-user: NetUserAdd call failed.',
    seenBy: 'node',
    patterns: [
      ['Failed to create user ssm-user'],
      ['NetUserAdd call failed'],
      ['Failed to add ssm-user to local admin group'],
      ['failed to add user: ssm-user'],
    ],
    means: 'The agent makes the user ssm-user at the first session, and was not let.',
    causes: [
      {
        cause: 'a local policy or hardening of the node forbids new users, or /etc is read-only',
        look: 'the password policy of the node, and whether useradd works there',
        remedy: 'Create ssm-user by hand, or let sessions run as another user.',
      },
    ],
  },
  {
    id: 'domain-controller',
    text: 'Instance is running active directory domain controller service. Disable the service to continue to use session manager.',
    seenBy: 'node',
    patterns: [['running active directory domain controller service']],
    means: 'On a domain controller the agent makes no local user.',
    causes: [
      {
        cause: 'the node is a domain controller',
        look: 'whether the user ssm-user exists in the domain',
        remedy: 'Create ssm-user in the domain by hand, as a member of the group that may sign in.',
      },
    ],
  },
  {
    id: 'winpty-missing',
    text: 'Missing …winpty.dll file.',
    seenBy: 'node',
    patterns: [['Missing', 'winpty.dll file'], ['winpty.dll']],
    means: "The agent's installation on Windows is damaged.",
    causes: [
      {
        cause: 'files of the agent are missing, often taken away by an antivirus program',
        look: "the agent's folder under C:\\Program Files\\Amazon\\SSM",
        remedy: 'Install the agent again.',
      },
    ],
  },
  {
    id: 'user-profile',
    text: 'error loading user profile',
    seenBy: 'node',
    patterns: [['error loading user profile']],
    means: "Windows cannot load the profile of the session's user.",
    causes: [
      {
        cause: 'the profile of ssm-user is damaged, or the volume is full',
        look: 'the application log of Windows',
        remedy: 'Delete the profile of ssm-user; it is made again.',
      },
      node.DISK_FULL,
    ],
  },
  {
    id: 'shell-profile-failed',
    text: 'Encountered an error while executing shell profile: …',
    seenBy: 'node',
    patterns: [['Encountered an error while executing shell profile']],
    means: 'The shell was gone before the shell profile of the preferences could be typed into it.',
    causes: [
      {
        cause: "the user's own start files or the shell profile end the shell",
        checks: ['preferences/shell-profile-safe'],
        severe: true,
        remedy: "Take exit and exec out of the profile and of the user's start files.",
      },
    ],
  },
  {
    id: 'transcript-failed',
    text: 'unable to generate log data: Failed to generate transcript with the following errors: …',
    seenBy: 'node',
    patterns: [['unable to generate log data'], ['Failed to generate transcript']],
    means: 'The session ended, and its record could not be made: nothing was uploaded.',
    causes: [
      {
        cause: 'the program script (util-linux) is missing or fails on the node',
        look: '`which script screen` on the node',
        remedy: 'Install util-linux, and screen so that records are not cut.',
      },
      node.DISK_FULL,
    ],
  },
]
