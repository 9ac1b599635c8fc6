import { iam, json, xml } from './wire.ts'
import type { WireAnswer } from '../support/moto/faults.ts'

const encoded = (document: object): string => encodeURIComponent(JSON.stringify(document))

/** The text of the inline policy that each of these roles has. */
export const INLINE = JSON.stringify({ Version: '2012-10-17', Statement: [] })

const roleDetail = (name: string): string => `<member>
  <Path>/nodes/</Path><RoleName>${name}</RoleName><RoleId>AROA${name.toUpperCase()}</RoleId>
  <Arn>arn:aws:iam::123456789012:role/nodes/${name}</Arn><CreateDate>2023-01-01T00:00:00Z</CreateDate>
  <AssumeRolePolicyDocument>${encoded({ Version: '2012-10-17', Id: name })}</AssumeRolePolicyDocument>
  <InstanceProfileList><member>
    <InstanceProfileId>AIPA${name.toUpperCase()}</InstanceProfileId><InstanceProfileName>${name}</InstanceProfileName>
    <Path>/</Path><Arn>arn:aws:iam::123456789012:instance-profile/${name}</Arn>
    <CreateDate>2023-01-01T00:00:00Z</CreateDate><Roles><member><RoleName>${name}</RoleName></member></Roles>
  </member></InstanceProfileList>
  <RolePolicyList><member>
    <PolicyName>own</PolicyName><PolicyDocument>${encodeURIComponent(INLINE)}</PolicyDocument>
  </member></RolePolicyList>
  <AttachedManagedPolicies><member>
    <PolicyName>shared</PolicyName><PolicyArn>arn:aws:iam::123456789012:policy/shared</PolicyArn>
  </member></AttachedManagedPolicies>
  <Tags><member><Key>team</Key><Value>platform</Value></member></Tags>
</member>`

const SHARED = `<member>
  <PolicyName>shared</PolicyName><Arn>arn:aws:iam::123456789012:policy/shared</Arn><DefaultVersionId>v2</DefaultVersionId>
  <PolicyVersionList>
    <member><Document>${encoded({ Id: 'v3' })}</Document><VersionId>v3</VersionId><IsDefaultVersion>false</IsDefaultVersion></member>
    <member><Document>${encoded({ Id: 'v2' })}</Document><VersionId>v2</VersionId><IsDefaultVersion>true</IsDefaultVersion></member>
  </PolicyVersionList>
</member>`

/** One page of GetAccountAuthorizationDetails; with `marker` there is another. */
export const details = (roles: readonly string[], marker?: string): WireAnswer =>
  iam(
    'GetAccountAuthorizationDetails',
    `<UserDetailList/><GroupDetailList/><RoleDetailList>${roles.map(roleDetail).join('')}</RoleDetailList>
     <Policies>${marker === undefined ? SHARED : ''}</Policies>
     <IsTruncated>${marker !== undefined}</IsTruncated>${marker === undefined ? '' : `<Marker>${marker}</Marker>`}`,
  )

/** One page of DescribeInstances: an instance per id, each under the profile that is named. */
export const instancesPage = (
  instances: readonly { readonly id: string; readonly profile?: string }[],
  next?: string,
): WireAnswer => {
  const items = instances.map(
    ({ id, profile }) => `<item><instancesSet><item><instanceId>${id}</instanceId>
      <instanceState><code>16</code><name>running</name></instanceState>${
        profile === undefined
          ? ''
          : `<iamInstanceProfile><arn>arn:aws:iam::123456789012:instance-profile/${profile}</arn><id>AIPA${profile.toUpperCase()}</id></iamInstanceProfile>`
      }</item></instancesSet></item>`,
  )
  const token = next === undefined ? '' : `<nextToken>${next}</nextToken>`
  return xml(
    `<DescribeInstancesResponse><reservationSet>${items.join('')}</reservationSet>${token}</DescribeInstancesResponse>`,
  )
}

/** One page of DescribeInstanceProperties. */
export const nodesPage = (ids: readonly string[], next?: string): WireAnswer =>
  json({
    InstanceProperties: ids.map(InstanceId => ({ InstanceId, PingStatus: 'Online' })),
    ...(next !== undefined && { NextToken: next }),
  })

/** `count` names that begin so, and end in their number. */
export const numbered = (stem: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${stem}${index}`)
