import type { KnownCause } from './known-error.ts'

// What stands behind several texts, once. Preferences, records, keys, and the operator's side.

export const GROUP_MISSING: KnownCause = {
  cause: 'the log group of the preferences does not exist, or is spelt differently',
  checks: ['logs/log-group-exists'],
  remedy: 'Create the log group, or put the right name into the preferences.',
  commands: ['aws logs describe-log-groups --log-group-name-prefix NAME'],
}

export const GROUPS_HIDDEN: KnownCause = {
  cause:
    "the node's role may not call logs:DescribeLogGroups: a policy that names one group does not allow it",
  checks: ['logs/describe-log-groups'],
  remedy:
    'Allow logs:DescribeLogGroups on arn:aws:logs:REGION:ACCOUNT:log-group:* in a statement of its own.',
}

export const GROUP_UNENCRYPTED: KnownCause = {
  cause: 'the log group has no KMS key; the encryption that CloudWatch always applies does not count',
  checks: ['logs/log-group-encrypted'],
  remedy: 'Associate a KMS key with the log group, or switch cloudWatchEncryptionEnabled off.',
  commands: ['aws logs associate-kms-key --log-group-name NAME --kms-key-id KEY_ARN'],
}

export const NO_WAY_TO_LOGS: KnownCause = {
  cause: 'the node cannot reach CloudWatch Logs; a screen that stays blank for minutes comes before the text',
  checks: ['network/logs-path'],
  remedy: 'Create the interface endpoint com.amazonaws.REGION.logs, or open another way on port 443.',
}

export const NO_WAY_TO_S3: KnownCause = {
  cause: "the node cannot reach S3, or the bucket's Region",
  checks: ['network/s3-path', 's3/other-region'],
  remedy: 'Add a gateway endpoint for S3 to the route table, and let its policy allow the bucket.',
}

export const NO_WAY_TO_KMS: KnownCause = {
  cause: 'the node cannot reach KMS, while the preferences name a key',
  checks: ['network/kms-path'],
  remedy: 'Create the interface endpoint com.amazonaws.REGION.kms, or open another way on port 443.',
}

export const LOGS_THROTTLED: KnownCause = {
  cause:
    'DescribeLogGroups was throttled (10 calls a second for a Region), as where many sessions start at once',
  look: 'whether it comes and goes; throttled DescribeLogGroups calls in CloudTrail',
  remedy: 'Try again; have the quota raised where it comes back.',
}

export const LOG_WRITE_DENIED: KnownCause = {
  cause: "the node's role may not write to the log group, or its policy names another group",
  checks: ['logs/write-permissions', 'logs/log-group-arn-match'],
  remedy: 'Allow logs:CreateLogStream and logs:PutLogEvents on the ARN of the group with :* at its end.',
}

export const LOG_KEY: KnownCause = {
  cause: 'the key of the log group is disabled, or its policy does not let CloudWatch Logs use it',
  checks: ['logs/key-allows-logs-service'],
  remedy: "Let logs.REGION.amazonaws.com use the key, with the log group's ARN as encryption context.",
}

export const BUCKET_MISSING: KnownCause = {
  cause: 'the bucket of the preferences does not exist, or is spelt differently',
  checks: ['s3/bucket-exists'],
  remedy: 'Create the bucket, or put the right name into the preferences.',
}

export const BUCKET_UNREADABLE: KnownCause = {
  cause: "the node's role may not read the bucket's encryption (s3:GetEncryptionConfiguration)",
  checks: ['s3/encryption-readable', 's3/bucket-policy'],
  remedy:
    "Allow s3:GetEncryptionConfiguration on the bucket, in its policy too where it is another account's.",
}

export const UPLOAD_DENIED: KnownCause = {
  cause: "the node's role may not upload: another bucket or prefix in the policy, or the ACL across accounts",
  checks: ['s3/write-permissions', 's3/prefix-match', 's3/bucket-policy', 's3/bucket-owner'],
  remedy: 'Allow s3:PutObject (across accounts s3:PutObjectAcl too) on BUCKET/PREFIX/*.',
}

export const UPLOAD_KEY: KnownCause = {
  cause: "the node's role may not use the bucket's KMS key, or the key is named by an id in another account",
  checks: ['s3/key-access'],
  remedy:
    "Allow kms:GenerateDataKey on the bucket's key; across accounts the bucket must name it by its ARN.",
}

export const OPERATOR_KEY: KnownCause = {
  cause: 'the person who starts the session may not call kms:GenerateDataKey on the session key',
  checks: ['kms/operator-can-generate'],
  remedy:
    "Allow kms:GenerateDataKey in the person's policy, and in the key policy where that does not trust IAM.",
}

export const NODE_KEY: KnownCause = {
  cause: "the node's role may not call kms:Decrypt on the session key, by its policies or the key policy",
  checks: ['kms/node-can-decrypt'],
  remedy: 'Allow kms:Decrypt on the key to the role that the node really uses.',
}

export const KEY_BROKEN: KnownCause = {
  cause: 'the session key is missing, in another Region, disabled, about to be deleted, or of the wrong kind',
  checks: ['kms/key-usable'],
  remedy: "Enable the key, or put a symmetric key of the node's Region into the preferences.",
}

export const THIRD_PARTY_CLIENT: KnownCause = {
  cause: "a client other than AWS's encrypts with another target or session id as context",
  look: 'whether `aws ssm start-session` of the AWS CLI works where the other client fails',
  remedy: 'Update the client, or use the AWS CLI with its plugin.',
}

export const BAD_PREFERENCES: KnownCause = {
  cause: 'the preferences document cannot be read by the agent: a wrong type, range or schemaVersion',
  checks: ['preferences/schema-valid'],
  severe: true,
  remedy: 'Correct the field; cloudWatchStreamingEnabled must be true or false without quotes.',
}

export const PLUGIN_MISSING: KnownCause = {
  cause: 'the session-manager-plugin is not installed on this computer, or not on the PATH',
  preflight: true,
  remedy: 'Install the plugin, or put its folder on the PATH and open a new shell.',
  commands: ['session-manager-plugin --version'],
}

export const PLUGIN_OLD: KnownCause = {
  cause: 'the session-manager-plugin is old, was withdrawn (1.2.688.0), or calls itself 1.2.0.0',
  preflight: true,
  remedy: "Install AWS's newest plugin; a build from source must carry its real version.",
}

export const CLIENT_NETWORK: KnownCause = {
  cause: "a proxy, firewall or VPN of this computer's network stops the websocket to ssmmessages",
  preflight: true,
  remedy:
    'Let wss://ssmmessages.REGION.amazonaws.com:443 through, without TLS inspection or short idle limits.',
}

export const CLIENT_CREDENTIALS: KnownCause = {
  cause: 'the credentials of this computer have expired, or the plugin does not find them',
  preflight: true,
  remedy: 'Sign in again; roles that last longer keep tunnels alive.',
  commands: ['aws sso login', 'aws sts get-caller-identity'],
}

export const OPEN_CHANNEL_DENIED: KnownCause = {
  cause: 'the person may not call ssmmessages:OpenDataChannel, which newer plugins sign',
  checks: ['access/open-data-channel'],
  remedy: "Allow ssmmessages:OpenDataChannel in the person's policy.",
}

export const MAY_NOT_START: KnownCause = {
  cause: "no statement of the person's policies allows ssm:StartSession on this node",
  checks: ['access/operator-can-start'],
  remedy:
    "Allow ssm:StartSession on the node's ARN; hybrid nodes are arn:…:managed-instance/mi-…, not instance/.",
}

export const LAYER_DENIES: KnownCause = {
  cause: 'a layer above the policy denies: a service control policy, a boundary or an endpoint policy',
  checks: ['identity/core-permissions', 'network/endpoint-policy'],
  remedy: 'Read the end of the message, which names the layer, and allow the action there.',
}

export const LAYER_DENIES_PERSON: KnownCause = {
  cause: "a layer above the person's policy denies: a service control policy, a boundary or a session policy",
  look: 'the end of the message, which names the layer',
  remedy: 'Allow the action in that layer.',
}
