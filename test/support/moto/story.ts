/** The Region and the log group of the story. */
export const STORY_REGION = 'ap-southeast-1'
export const STORY_GROUP = '/aws/ssm/onetime-sessions-dev'
/** The group that the broken policy names. */
export const OTHER_GROUP = '/aws/ssm/onetime-sessions-prod'
/** The node roles' session policy. */
export const POLICY_NAME = 'onetime-session-logs'
