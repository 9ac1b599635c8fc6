import type { JsonPath } from './commented-json.ts'
import { notAsExpected, type ConfigProblem } from './config-problem.ts'

/** aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns */
const PARTITION = /^[\w*-]+$/
const ACCOUNT = /^(\d{12}|\$\{account\}|[\d*]*\*[\d*]*)$/
const RESOURCE = /^(?:role|user)\/[\w+=,.@*/${}-]+$/

const EXPECTED = 'the ARN of a role or user such as arn:aws:iam::123456789012:role/Ops*'

/** What keeps a pattern from ever being the ARN of a role or user. */
export const principalProblem = (path: JsonPath, pattern: string): ConfigProblem | undefined => {
  const [arn, partition = '', service, region, account = '', ...rest] = pattern.split(':')
  const resource = rest.join(':')
  const can =
    arn === 'arn' &&
    PARTITION.test(partition) &&
    service === 'iam' &&
    region === '' &&
    ACCOUNT.test(account) &&
    RESOURCE.test(resource) &&
    !resource.includes('//')
  return can ? undefined : notAsExpected(path, EXPECTED, pattern, hint(partition, account, resource))
}

/** Who asks sts:GetCallerIdentity is told the session's ARN, which names no path and ends soon. */
const hint = (partition: string, account: string, resource: string): string => {
  const role = /^assumed-role\/([^/]+)/.exec(resource)?.[1]
  return role === undefined ? '' : `; its role is arn:${partition}:iam::${account}:role/${role}`
}
