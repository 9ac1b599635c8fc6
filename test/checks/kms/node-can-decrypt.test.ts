import check from '../../../checks/kms/node-can-decrypt.ts'
import { DB, HYBRID, policyDocument, SESSION_KEY, WEB } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'
import { addInline, bound, editInline, editShared, prefer, preferLater } from '../policies.ts'

const ABORT =
  'every session with a shell on its nodes is refused at the handshake with "Fetching data key failed … AccessDeniedException"'
const ROOT = {
  Sid: 'EnableIamPolicies',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::123456789012:root' },
  Action: 'kms:*',
  Resource: '*',
}
const FOREIGN = 'arn:aws:kms:ap-southeast-1:210987654321:key/99999999-2222-4333-8444-555555555555'
const none = (): undefined => undefined

const keyPolicy = (world: BreakableWorld, ...statements: Record<string, unknown>[]): void => {
  world.records.keyPolicies[SESSION_KEY] = { keyArn: SESSION_KEY, document: policyDocument(statements) }
}
const onlyIf = (Condition: Record<string, unknown>) => (one: Record<string, unknown>) => ({
  ...one,
  Condition,
})
const agents = (world: BreakableWorld, version: string): void => {
  for (const node of Object.values(world.records.managedNodes)) node.agentVersion = version
}
const EXACT = {
  'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': ['aws:ssm:SessionId', 'aws:ssm:TargetId'] },
}

testCheck(check, {
  'no policy of the role allows it': {
    break: world => editInline(world, 'SessionKey', none),
    finds: [
      {
        subject: 'db',
        message: `role db may not call kms:Decrypt on ${SESSION_KEY}: no policy of the role allows it; ${ABORT}`,
        severity: 'critical',
        about: 'kms:Decrypt',
        affects: [DB],
        fixable: true,
      },
    ],
  },
  'only GenerateDataKey is allowed': {
    break: world => editInline(world, 'SessionKey', one => ({ ...one, Action: 'kms:GenerateDataKey' })),
    finds: [{ subject: 'db', fixable: true }],
  },
  'allowed through a service only, which the agent never is': {
    break: world =>
      editInline(
        world,
        'SessionKey',
        onlyIf({ StringEquals: { 'kms:ViaService': 'ssm.ap-southeast-1.amazonaws.com' } }),
      ),
    finds: [{ subject: 'db', severity: 'critical', fixable: true }],
  },
  'the key policy does not delegate to the account': {
    break: world =>
      keyPolicy(world, { ...ROOT, Principal: { AWS: 'arn:aws:iam::123456789012:role/key-admin' } }),
    finds: [
      { subject: 'db', about: 'key policy', fixable: true },
      { subject: 'hybrid-node', fixable: true },
      {
        subject: 'web',
        message: `role web may not call kms:Decrypt on ${SESSION_KEY}: the key policy does not allow it; ${ABORT}`,
      },
    ],
  },
  'the key policy delegates through a service only': {
    break: world =>
      keyPolicy(world, {
        ...ROOT,
        Condition: { StringEquals: { 'kms:ViaService': 'ssmmessages.ap-southeast-1.amazonaws.com' } },
      }),
    finds: [{ subject: 'db' }, { subject: 'hybrid-node' }, { subject: 'web' }],
  },
  'a Deny in the key policy': {
    break: world =>
      keyPolicy(world, ROOT, {
        Sid: 'NotWeb',
        Effect: 'Deny',
        Principal: { AWS: 'arn:aws:iam::123456789012:role/web' },
        Action: 'kms:Decrypt',
        Resource: '*',
      }),
    finds: [
      {
        subject: 'web',
        message: `role web may not call kms:Decrypt on ${SESSION_KEY}: statement NotWeb of key policy denies it; ${ABORT}`,
        about: 'key policy NotWeb',
        affects: [WEB],
        fixable: false,
      },
    ],
  },
  'a permissions boundary': {
    break: world =>
      bound(world, 'db', 'fence', { Effect: 'Allow', Action: ['ssm*:*', 'logs:*', 's3:*'], Resource: '*' }),
    finds: [{ subject: 'db', about: 'permissions boundary fence', fixable: false }],
  },
  'exact context keys, and agents that add a challenge': {
    break: world => editInline(world, 'SessionKey', onlyIf(EXACT)),
    finds: [
      {
        subject: 'db',
        message: /does not foresee aws:ssm:RandomChallenge, which newer agents and clients add/,
        severity: 'high',
        about: 'aws:ssm:RandomChallenge',
        fixable: true,
      },
    ],
  },
  'the target of another node': {
    break: world =>
      editInline(
        world,
        'SessionKey',
        onlyIf({ StringEquals: { 'kms:EncryptionContext:aws:ssm:TargetId': WEB } }),
      ),
    finds: [{ subject: 'db', affects: [DB] }],
  },
  'the key is disabled as well': {
    break: world => {
      editInline(world, 'SessionKey', none)
      const key = world.records.keys[SESSION_KEY]
      if (key) key.state = 'Disabled'
    },
    finds: [{ subject: 'db', fixable: false }],
  },
  'a key of another account, which the role’s own policies do not allow': {
    break: world => prefer(world, { kmsKeyId: FOREIGN }),
    finds: [
      { subject: 'db', about: 'kms:Decrypt' },
      { subject: 'hybrid-node' },
      { subject: 'web', severity: 'critical' },
    ],
  },
  'a key of another account, whose policy is not shown': {
    break: world => {
      prefer(world, { kmsKeyId: FOREIGN })
      editShared(world, 'SessionKey', one => ({ ...one, Resource: FOREIGN }))
      editInline(world, 'SessionKey', one => ({ ...one, Resource: FOREIGN }))
    },
    finds: [
      { subject: 'db', verdict: 'unknown', about: 'key policy' },
      { subject: 'hybrid-node', verdict: 'unknown' },
      {
        subject: 'web',
        verdict: 'unknown',
        message: `whether role web may decrypt with ${FOREIGN} cannot be decided: its own policies allow it, and the policy of the key is account 210987654321's`,
      },
    ],
  },
  'the latest version names another key': {
    break: world => {
      const other = 'arn:aws:kms:ap-southeast-1:123456789012:key/22222222-2222-4333-8444-555555555555'
      const key = world.records.keys[SESSION_KEY]
      if (key) world.records.keys[other] = { ...key, ref: other, arn: other }
      world.records.keyPolicies[other] = { keyArn: other, document: policyDocument([ROOT]) }
      preferLater(world, { kmsKeyId: other })
    },
    finds: [
      { subject: 'db', verdict: 'unknown' },
      { subject: 'hybrid-node', verdict: 'unknown' },
      { subject: 'web', verdict: 'unknown' },
    ],
  },
  'a key of another account, declared in the config': {
    break: world => {
      prefer(world, { kmsKeyId: FOREIGN })
      editShared(world, 'SessionKey', one => ({ ...one, Resource: FOREIGN }))
      editInline(world, 'SessionKey', one => ({ ...one, Resource: FOREIGN }))
      world.declared = { foreign: [{ arn: FOREIGN, owner: '999999999999' }] }
    },
    finds: [],
  },
  'exact context keys, and agents that know no challenge': {
    break: world => {
      editInline(world, 'SessionKey', onlyIf(EXACT))
      agents(world, '3.3.717.0')
    },
    finds: [],
  },
  'the key policy lets the role by its name': {
    break: world => {
      editInline(world, 'SessionKey', none)
      keyPolicy(world, ROOT, {
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::123456789012:role/service/db' },
        Action: 'kms:Decrypt',
        Resource: '*',
      })
    },
    finds: [],
  },
  'a grant': {
    break: world => {
      editInline(world, 'SessionKey', none)
      world.records.keyGrants[SESSION_KEY] = {
        keyArn: SESSION_KEY,
        grants: [{ grantee: 'arn:aws:iam::123456789012:role/service/db', operations: ['Decrypt'] }],
      }
    },
    finds: [],
  },
  'a grant for the sessions on the node alone': {
    break: world => {
      editShared(world, 'SessionKey', none)
      const grantTo = (role: string, node: string): object => ({
        grantee: `arn:aws:iam::123456789012:role/${role}`,
        operations: ['Decrypt', 'DescribeKey'],
        contextSubset: { 'aws:ssm:TargetId': node },
      })
      const grants = [grantTo('web', WEB), grantTo('hybrid-node', WEB)]
      world.records.keyGrants[SESSION_KEY] = Object.assign({ keyArn: SESSION_KEY, grants: [] }, { grants })
    },
    finds: [{ subject: 'hybrid-node', affects: [HYBRID] }],
  },
  'the target of each node’s own session': {
    break: world =>
      editInline(
        world,
        'SessionKey',
        onlyIf({ StringLike: { 'kms:EncryptionContext:aws:ssm:TargetId': 'i-*' } }),
      ),
    finds: [],
  },
  'a Deny, where the grants of the key could not be read': {
    break: world => {
      addInline(world, 'web', 'guard', { Sid: 'NoKeys', Effect: 'Deny', Action: 'kms:*', Resource: '*' })
      world.gaps.push({
        kind: 'keyGrants',
        id: SESSION_KEY,
        reason: 'AccessDenied',
        actions: ['kms:ListGrants'],
      })
      delete world.records.keyGrants[SESSION_KEY]
    },
    finds: [{ subject: 'web', about: 'identity policy guard NoKeys', affects: [WEB] }],
  },
  'no session key': {
    break: world => {
      prefer(world, { kmsKeyId: '' })
      addInline(world, 'db', 'guard', { Effect: 'Deny', Action: 'kms:*', Resource: '*' })
    },
    finds: [],
  },
})
