import type { Declared } from '../../src/core/index.ts'

const DESTINATIONS = ['cloudWatchLogGroupName', 's3BucketName']

/** Whether the config declares that sessions shall leave no record: a destination that is empty, and none that is not. */
export const expectsNoLogging = ({ preferences }: Declared): boolean =>
  preferences !== undefined &&
  DESTINATIONS.some(field => preferences[field] === '') &&
  DESTINATIONS.every(field => !preferences[field])
