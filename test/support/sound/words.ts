import { ACCOUNT, BUCKET, DB, GROUP, HYBRID, REGION, WEB } from '../healthy.ts'

export const HOSTED = '/ssm/managed-instance/default-ec2-instance-management-role'
export const HOSTED_ROLE = 'AWSSystemsManagerDefaultEC2InstanceManagementRole'
export const DOCUMENT = 'SSM-SessionManagerRunShell'
export const GROUP_ARN = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${GROUP}`
export const OTHER = '999999999999'
export const ALL_WELL = 'yes yes yes yes'

export const allNodes = (outcome: string): Record<string, string> => ({
  [WEB]: outcome,
  [DB]: outcome,
  [HYBRID]: outcome,
})

export const ROLES = ['db', 'hybrid-node', 'web']
/** Sessions work, and whoever has one may do more than he should. */
export const TOO_MUCH = ROLES.map(role => `medium identity/node-role-least-privilege ${role} privilege`)
export const MAY_ERASE = ROLES.flatMap(role =>
  [GROUP, BUCKET].map(store => `medium identity/node-may-erase-records ${role} ${store}`),
)
