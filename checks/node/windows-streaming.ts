import { asNamed, defineCheck, isOldWindows, preferencesSay } from '../../src/core/index.ts'

export default defineCheck({
  id: 'node/windows-streaming',
  title: 'the node’s Windows is new enough to stream the record',
  why: 'On Windows the agent streams by a transcript of PowerShell 5.1. With an older one nothing reaches the log group, neither during the session nor after it, and the only trace is a line in the log on the node.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-logging-cloudwatch-logs.html',
  severity: 'high',
  fix: 'none',
  each: 'judgedNodes',
  needs: ['logDestinations', 'preferences'],
  mayFollow: ['preferences/default-version-current'],
  run({ managed }, { logDestinations, preferences }) {
    if (!managed || !isOldWindows(managed)) return undefined
    const streamed = Object.values(logDestinations).filter(one => one.streaming)
    return streamed.map(destination =>
      asNamed(
        {
          message: `${managed.platformName ?? 'Windows'} ${managed.platformVersion} came with a PowerShell older than 5.1: unless it was updated, nothing of a session reaches log group ${destination.name}`,
          about: 'PowerShell',
          verdict: 'unknown',
          evidence: [
            { label: 'platform version', value: managed.platformVersion ?? '', source: 'Systems Manager' },
            {
              ...preferencesSay(preferences, destination, 'true'),
              label: 'cloudWatchStreamingEnabled',
            },
          ],
          remedy: {
            text: 'look at $PSVersionTable.PSVersion on the node; install Windows Management Framework 5.1 if it is older, or record in S3 besides',
          },
        },
        destination,
        destination.name,
      ),
    )
  },
})
