/**
 * The five actions without which there is no session, and what a node does that lacks one.
 * aws: https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html
 */
export const CORE_ACTIONS = [
  { action: 'ssm:UpdateInstanceInformation', stage: 'registration' },
  { action: 'ssmmessages:CreateControlChannel', stage: 'control channel' },
  { action: 'ssmmessages:OpenControlChannel', stage: 'control channel' },
  { action: 'ssmmessages:CreateDataChannel', stage: 'data channel' },
  { action: 'ssmmessages:OpenDataChannel', stage: 'data channel' },
] as const

export type Stage = (typeof CORE_ACTIONS)[number]['stage']

/** What comes of it where an action of a stage is not allowed: the first that is missing hides the later ones. */
export const CONSEQUENCES: readonly (readonly [Stage, string])[] = [
  ['registration', 'its nodes never come online'],
  ['control channel', 'its nodes are Online but never connectable (TargetNotConnected)'],
  ['data channel', 'sessions end with an error right after their start (Setting up data channel … failed)'],
]
