import { CLOUDWATCH_ALONE, DEFAULT_ENCRYPTION, LOG_ARCHIVE, S3_ALONE } from './destinations.ts'
import * as fleets from './fleets.ts'
import { DEFAULT_HOST_MANAGEMENT } from './hosted.ts'
import { CENTRAL_ENDPOINTS } from './networks.ts'
import * as regions from './regions.ts'
import type { Row } from './set-up.ts'

/** Set-ups that are healthy and at which a careless check barks. */
export const SET_UPS: Readonly<Record<string, Row>> = {
  'an account with Default Host Management': DEFAULT_HOST_MANAGEMENT,
  'endpoints in a central VPC': CENTRAL_ENDPOINTS,
  'a log archive in another account': LOG_ARCHIVE,
  'records in S3 alone': S3_ALONE,
  'records in CloudWatch Logs alone': CLOUDWATCH_ALONE,
  'a group with default encryption, the flag off': DEFAULT_ENCRYPTION,
  'a hybrid fleet': fleets.HYBRID_FLEET,
  'workers of containers': fleets.CONTAINER_WORKERS,
  'a Windows fleet': fleets.WINDOWS_FLEET,
  'instances that Auto Scaling has just launched': fleets.JUST_LAUNCHED,
  'stopped instances': fleets.STOPPED,
  'Spot instances': fleets.SPOT,
  'instances that are meant to be unmanaged': fleets.UNMANAGED,
  GovCloud: regions.GOVCLOUD,
  China: regions.CHINA,
  'Regions without instances': regions.EMPTY_REGIONS,
  'no right to look at Organizations': regions.NO_ORGANIZATIONS,
  'a service control policy that closes Regions': regions.CLOSED_REGIONS,
}
