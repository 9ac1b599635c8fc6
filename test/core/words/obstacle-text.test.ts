import { describe, expect, it } from 'vitest'
import type { Factor, FactorKind, Way } from '../../../src/core/net/types.ts'
import { obstacleText } from '../../../src/core/words/obstacle-text.ts'

const NOWHERE: Way = { kind: 'none' }

const told = (
  kind: FactorKind,
  resource: string,
  reason: string,
  more: Partial<Factor> = {},
  way: Way = NOWHERE,
) => obstacleText({ kind, resource, verdict: 'blocked', reason, ...more }, { vpcId: 'vpc-1', way })

describe('an obstacle in words', () => {
  it.each<[string, FactorKind, string, string]>([
    [
      'route table rtb-3 has no 0.0.0.0/0 and vpc-1 has no endpoint kms',
      'route',
      'rtb-3',
      'no 0.0.0.0/0, no endpoint kms',
    ],
    [
      'route table rtb-3 has no ::/0 and vpce-5 is not on rtb-3',
      'route',
      'rtb-3',
      'no ::/0, vpce-5 is not on rtb-3',
    ],
    ['pl-7 of route table rtb-3 is a blackhole', 'route', 'rtb-3', 'pl-7 is a blackhole'],
    ['NAT gateway nat-1 is not there', 'nat gateway', 'nat-1', 'it is not there'],
    [
      'NAT gateway nat-1: its own subnet leads to a NAT gateway',
      'nat gateway',
      'nat-1',
      'its own subnet leads to a NAT gateway',
    ],
    [
      'internet gateway igw-1 is not attached to vpc-1',
      'internet gateway',
      'igw-1',
      'it is not attached to vpc-1',
    ],
    ['endpoint vpce-1 is in state failed', 'endpoint state', 'vpce-1', 'its state is failed'],
    [
      'rule * of network ACL acl-2 denies 443 out to 10.20.2.11',
      'network acl',
      'acl-2',
      'rule * denies 443 out to 10.20.2.11',
    ],
    ['the policy of endpoint vpce-1 denies kms:Decrypt', 'endpoint policy', 'vpce-1', 'denies kms:Decrypt'],
    [
      'DNS support of VPC vpc-1 is off: the resolver does not answer',
      'vpc dns',
      'vpc-1',
      'DNS support is off: the resolver does not answer',
    ],
    [
      'endpoint vpce-1 has private DNS off: names lead out, and no 0.0.0.0/0 leads there',
      'private dns',
      'vpce-1',
      'private DNS off: names lead out, and no 0.0.0.0/0, no endpoint kms',
    ],
    ['0.0.0.0/0 → tgw-1 leaves what AWS shows', 'unseen', 'tgw-1', '0.0.0.0/0 → tgw-1 leaves what AWS shows'],
    ['vpc-1: a private zone answers', 'unseen', 'vpc-1', 'a private zone answers'],
    ['a private zone may lead elsewhere', 'unseen', '', 'a private zone may lead elsewhere'],
  ])('reads: %s', (text, kind, resource, reason) => {
    expect(told(kind, resource, reason)).toBe(text)
  })

  it('names every group that decides together with others', () => {
    const resources = ['sg-1', 'sg-2']
    expect(told('node group', 'sg-1', 'no rule lets 443 out to 10.20.2.11', { resources })).toBe(
      'no rule of security groups sg-1, sg-2 lets 443 out to 10.20.2.11',
    )
    expect(told('endpoint group', 'vpce-1', 'no rule lets 443 in from sg-9', { resources: ['sg-2'] })).toBe(
      'no rule of security group sg-2 of endpoint vpce-1 lets 443 in from sg-9',
    )
  })

  it('says who asks for a public address', () => {
    const way: Way = { kind: 'internet', through: 'igw-1' }
    expect(told('public address', 'i-1', 'no public IPv4 address', {}, way)).toBe(
      'it has no public IPv4 address, which internet gateway igw-1 asks for',
    )
  })
})
