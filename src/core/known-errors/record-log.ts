import type { KnownError } from './known-error.ts'
import * as node from './node-causes.ts'
import * as session from './session-causes.ts'

/** Lines of the agent's own log about the records of sessions. */
export const RECORD_LOG_ERRORS: readonly KnownError[] = [
  {
    id: 'log-group-not-found-by-agent',
    text: 'The CloudWatch log group specified in session preferences either does not exist or unable to validate its existence',
    seenBy: 'agent-log',
    patterns: [['CloudWatch log group specified in session preferences either does not exist']],
    means: 'The session goes on and nothing of it is recorded in CloudWatch, not even at its end.',
    causes: [session.GROUPS_HIDDEN, session.GROUP_MISSING, session.NO_WAY_TO_LOGS, session.LOGS_THROTTLED],
  },
  {
    id: 'no-streaming',
    text: 'No logs will be streamed to CloudWatch …',
    seenBy: 'agent-log',
    patterns: [['No logs will be streamed to CloudWatch']],
    means: 'Windows cannot stream: the session is not recorded in CloudWatch at all.',
    causes: [
      {
        cause: 'PowerShell is older than 5.1, or a transcription policy of the machine is on',
        checks: ['node/windows-streaming'],
        remedy: 'Install PowerShell 5.1, take the transcription policy away, or switch streaming off.',
      },
    ],
  },
  {
    id: 'create-log-stream',
    text: 'Error Creating Log Stream for CloudWatchLogs output: …',
    seenBy: 'agent-log',
    patterns: [
      ['Error Creating Log Stream for CloudWatchLogs'],
      ['not authorized to perform: logs:CreateLogStream'],
    ],
    means: 'The session goes on; its record in CloudWatch does not begin.',
    causes: [session.LOG_WRITE_DENIED, session.GROUP_MISSING, session.NO_WAY_TO_LOGS],
  },
  {
    id: 'put-log-events',
    text: 'Failed to upload message to CloudWatch, err: …',
    seenBy: 'agent-log',
    patterns: [
      ['Failed to upload message to CloudWatch, err:'],
      ['not authorized to perform: logs:PutLogEvents'],
    ],
    means:
      'The agent tries again each second without end, and the session stays in Terminating after its user has left.',
    causes: [session.LOG_WRITE_DENIED, session.LOG_KEY, session.NO_WAY_TO_LOGS, node.NODE_CLOCK],
  },
  {
    id: 's3-upload',
    text: 'Failed to upload shell session logs to S3: …',
    seenBy: 'agent-log',
    patterns: [
      ['Failed to upload shell session logs to S3', 'not authorized to perform: kms:GenerateDataKey'],
      ['Failed to upload shell session logs to S3'],
      ['not authorized to perform: s3:PutObject'],
    ],
    misleading:
      'Nobody sees it: sessions end as always, and the console shows a link to an object that is not there.',
    means: 'The record of the session did not reach the bucket, and is lost.',
    causes: [
      session.UPLOAD_DENIED,
      session.UPLOAD_KEY,
      session.BUCKET_MISSING,
      session.BUCKET_UNREADABLE,
      session.NO_WAY_TO_S3,
    ],
  },
  {
    id: 'bucket-not-encrypted-info',
    text: 'Bucket is not encrypted',
    seenBy: 'agent-log',
    patterns: [['Bucket is not encrypted']],
    misleading:
      'It is encrypted, most likely: the agent was not let see it, and so sends no encryption header.',
    means: 'Harmless, unless the bucket policy demands the header: then the upload fails in silence.',
    causes: [session.BUCKET_UNREADABLE, session.UPLOAD_KEY],
  },
]
