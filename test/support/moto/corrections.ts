import type { Call, WireRequest } from './call.ts'
import { correctGroups } from './log-groups.ts'
import type { AccountState } from './state.ts'

const HOUR = 3_600_000

/** What moto would read otherwise than AWS, reworded: `$DEFAULT` (moto: InvalidDocument), a policy without PolicyName. */
export const correctRequest = (call: Call, request: WireRequest): WireRequest => {
  const name = `${call.service}:${call.operation}`
  const reworded = (params: object): WireRequest => {
    const body = Buffer.from(JSON.stringify(params))
    return { ...request, body, headers: { ...request.headers, 'content-length': String(body.length) } }
  }
  if (name === 'ssm:GetDocument' && call.params['DocumentVersion'] === '$DEFAULT') {
    const { DocumentVersion: _default, ...rest } = call.params
    return reworded(rest)
  }
  if (name === 'kms:EnableKey' || name === 'kms:DisableKey') {
    // moto takes the id alone here, AWS an ARN too.
    const KeyId = String(call.params['KeyId']).split('/').at(-1)
    return reworded({ ...call.params, KeyId })
  }
  if (name === 'kms:GetKeyPolicy') return reworded({ PolicyName: 'default', ...call.params })
  return request
}

const aged = (state: AccountState): number => Date.now() - state.ageHours * HOUR

/** An answer of a JSON service, as far as it is corrected. */
interface Answer {
  KeyMetadata?: { KeyUsage?: string }
  logGroups?: { logGroupName?: string; creationTime?: number; kmsKeyId?: string }[]
  Document?: { CreatedDate?: number }
  CreatedDate?: number
}

const correctKey = (answer: Answer): void => {
  if (answer.KeyMetadata) answer.KeyMetadata.KeyUsage ??= 'ENCRYPT_DECRYPT'
}

const ageDocument = (answer: Answer, state: AccountState): void => {
  answer.CreatedDate = aged(state) / 1000
}

const ageDescription = (answer: Answer, state: AccountState): void => {
  if (answer.Document) answer.Document.CreatedDate = aged(state) / 1000
}

const JSON_CORRECTIONS: Readonly<Record<string, (answer: Answer, state: AccountState, call: Call) => void>> =
  {
    'kms:DescribeKey': correctKey,
    'logs:DescribeLogGroups': (answer, state, call) => correctGroups(call, answer.logGroups ?? [], state),
    'ssm:GetDocument': ageDocument,
    'ssm:DescribeDocument': ageDescription,
  }

const unescape = (text: string): string =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')

/** AWS gives every policy URL-encoded; moto gives some as they are. An encoded text holds no brace and no quote. */
const encodeDocuments = (text: string): string =>
  text.replaceAll(
    /<(Document|AssumeRolePolicyDocument)>([^<]*)<\/\1>/gu,
    (whole: string, tag: string, content: string) =>
      /[{"\s]|&quot;/u.test(content) ? `<${tag}>${encodeURIComponent(unescape(content))}</${tag}>` : whole,
  )

/** ListPolicyVersions has no documents in AWS, and the newest version comes first. */
const correctVersions = (text: string): string =>
  text
    .replaceAll(/<Document>[^<]*<\/Document>/gu, '')
    .replace(/(?:<member>(?:(?!<\/member>)[^])*<\/member>)+/u, members =>
      members
        .split(/(?<=<\/member>)/u)
        .toReversed()
        .join(''),
    )

/** An authorization listing names AWS's own policies only where they are attached. */
const attachedOnly = (text: string): string =>
  text.replaceAll(
    /<member><Arn>arn:aws:iam::aws:policy\/(?:(?!<Arn>)[^])*?<\/PolicyVersionList>(?:(?!<member>)[^])*?<\/member>/gu,
    policy => (policy.includes('<AttachmentCount>0</AttachmentCount>') ? '' : policy),
  )

/** Each policy of an authorization listing has its name beside its ARN. */
const namedPolicies = (text: string): string =>
  text.replaceAll(
    /<member><Arn>(arn:[^<]*:policy\/(?:[^<]*\/)?([^</]*))<\/Arn>/gu,
    '<member><PolicyName>$2</PolicyName><Arn>$1</Arn>',
  )

/** Instances are older than the half hour of grace. */
const instances = (text: string, state: AccountState): string => {
  const launched = new Date(aged(state)).toISOString()
  return text.replaceAll(/<launchTime>[^<]*</gu, `<launchTime>${launched}<`)
}

const correctXml = (call: Call, text: string, state: AccountState): string => {
  if (call.service === 'ec2') return instances(text, state)
  if (call.operation === 'GetBucketVersioning')
    return text.replaceAll('GetBucketVersioningResponse', 'VersioningConfiguration')
  if (call.service !== 'iam') return text
  if (call.operation === 'ListPolicyVersions') return correctVersions(text)
  if (call.operation === 'GetAccountAuthorizationDetails')
    return encodeDocuments(namedPolicies(attachedOnly(text)))
  return encodeDocuments(text)
}

/** The body of moto's answer as AWS would have given it. */
export const correctAnswer = (call: Call, text: string, state: AccountState): string => {
  const correction = JSON_CORRECTIONS[`${call.service}:${call.operation}`]
  if (!correction) return correctXml(call, text, state)
  const answer: Answer = JSON.parse(text)
  correction(answer, state, call)
  return JSON.stringify(answer)
}
