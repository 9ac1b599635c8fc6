import { closedAlike, earlierThan } from '../network/same-faults.ts'
import {
  asNamed,
  awsCommand,
  defineCheck,
  hopsOf,
  ifReadable,
  obstacleText,
  preferencesSay,
  type NetworkPath,
  type Problem,
  type Remedy,
  type S3Destination,
  type Scope,
} from '../../src/core/index.ts'

export default defineCheck({
  id: 's3/other-region',
  title: 'nodes have a way to the Region of the bucket',
  why: 'A gateway endpoint serves the buckets of its own Region alone. From a private subnet a bucket in another Region cannot be reached, and the log of each session is thrown away at its end without a word.',
  docs: 'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html',
  severity: 'high',
  fix: 'none',
  each: 's3Destinations',
  needs: ['buckets', 'judgedNodes', 'networkPaths', 'preferences'],
  after: ['s3/bucket-exists'],
  mayFollow: ['preferences/default-version-current'],
  run(destination, { buckets, judgedNodes, networkPaths, preferences }, scope) {
    const region = buckets[destination.bucket]?.region
    if (region === undefined || region === scope.region) return undefined
    const paths = Object.keys(judgedNodes).flatMap(node => ifReadable(() => networkPaths[`${node}/s3`]) ?? [])
    const closed = paths.filter(
      path => path.region === region && isWayless(path) && !closesMore(path, networkPaths),
    )
    const [first] = closed
    if (!first) return undefined
    const problem: Problem = {
      message: `bucket ${destination.bucket} is in ${region}, and ${told(closed)} cannot reach s3 there: ${obstacleOf(first)}; ${effectOf(destination)}`,
      severity: destination.encryptionRequired ? 'critical' : 'high',
      affects: closed.map(path => path.node),
      evidence: [
        preferencesSay(preferences, destination, destination.bucket),
        { label: 'bucket is in', value: region, source: `s3:HeadBucket ${destination.bucket}` },
        { label: 'nodes are in', value: scope.region, source: first.vpcId },
        { label: 'path', value: hopsOf(first.node, first), source: `${first.subnetId} of ${first.vpcId}` },
      ],
      remedy: remedyOf(first, scope),
    }
    return asNamed(problem, destination, destination.id)
  },
})

/** Where the way itself is wanting: a rule that closes one is that rule's own fault. */
const WAYS: ReadonlySet<string> = new Set(['route', 'nat gateway', 'internet gateway', 'public address'])

const isWayless = ({ verdict, obstacle, furtherObstacles }: NetworkPath): boolean =>
  verdict === 'blocked' && [obstacle, ...furtherObstacles].some(factor => factor && WAYS.has(factor.kind))

/**
 * Whether the same thing cuts the node off from other services too: then the Region of the bucket is no cause. A table
 * without a route lacks the endpoint of each service by itself, so there all of them have to be cut off.
 */
const closesMore = (path: NetworkPath, paths: Readonly<Record<string, NetworkPath>>): boolean => {
  const earlier = earlierThan('s3')
  const alike = closedAlike(path, earlier, paths).length
  const isBroken = path.way.kind !== 'none' || path.obstacle?.rule !== undefined
  const needed = earlier.filter(service => ifReadable(() => paths[`${path.node}/${service}`])).length
  return alike > 0 && (isBroken || alike === needed)
}

const obstacleOf = (path: NetworkPath): string => (path.obstacle ? obstacleText(path.obstacle, path) : '')

const told = (paths: readonly NetworkPath[]): string => {
  const [first, second] = paths.map(path => path.node)
  if (second === undefined) return first ?? ''
  return paths.length === 2 ? `${first} and ${second}` : `${first} and ${paths.length - 1} more nodes`
}

const effectOf = ({ encryptionRequired }: S3Destination): string =>
  encryptionRequired
    ? 'every session is refused, with the words "unable to validate encryption on Amazon S3 bucket"'
    : 'sessions open and leave no log in S3, without an error, while the console still shows a link to it'

const remedyOf = ({ vpcId, subnetId, region }: NetworkPath, scope: Scope): Remedy => ({
  text: `name a bucket of ${scope.region} in the preferences, which a gateway endpoint reaches free of charge; or make an interface endpoint of s3 in ${region}, or lead the subnet to a NAT gateway, which cost by the hour and by what they carry: see https://aws.amazon.com/privatelink/pricing/`,
  commands: [
    awsCommand('ec2 create-vpc-endpoint', {
      'vpc-id': vpcId,
      'vpc-endpoint-type': 'Interface',
      'service-name': `com.amazonaws.${region}.s3`,
      'service-region': region,
      'subnet-ids': subnetId,
      'security-group-ids': '<group that lets the nodes in on 443>',
      'private-dns-enabled': true,
      'dns-options': 'PrivateDnsOnlyForInboundResolverEndpoint=false',
      region: scope.region,
    }),
  ],
})
