import { PutKeyPolicyCommand } from '@aws-sdk/client-kms'
import { type Account, makeAccount, privateNetworkOf } from './account.ts'
import { revoke, turnOff } from './network-breaks.ts'
import { https } from './network-parts.ts'
import { setHeard } from './network-run.ts'
import { asWritten, sessionStatements } from './policies.ts'
import { OTHER_GROUP } from './story.ts'
import type { Moto } from './world.ts'

const shutKey = ({ clients, region, accountId }: Account) => {
  const Principal = { AWS: `arn:aws:iam::${accountId}:root` }
  const statement = { Sid: 'Account', Effect: 'Allow', Principal, Action: 'kms:*', Resource: '*' }
  const Policy = asWritten({ Version: '2012-10-17', Id: 'a+b 100% "é"', Statement: [statement] })
  const input = { KeyId: region.facts.keyArn, PolicyName: 'default', Policy }
  return clients.kms.send(new PutKeyPolicyCommand(input))
}

const breakNetwork = async (account: Account): Promise<void> => {
  const { ec2 } = account.clients
  const { vpcId, endpointGroup, nodeGroup } = privateNetworkOf(account)
  await turnOff(ec2, vpcId, 'EnableDnsHostnames')
  await revoke(ec2, endpointGroup, 'in', https({ UserIdGroupPairs: [{ GroupId: nodeGroup }] }))
}

/**
 * An account with a fault in everything that sessions rest on, so that its repair makes writes of many kinds: a policy
 * with five versions that names another group, no right to find log groups, a key that shuts the logs service out, a
 * VPC without host names and a group of endpoints that lets nobody in.
 */
export const tangledAccount = async (moto: Moto): Promise<Account> => {
  const account = await makeAccount(moto.proxy, {
    network: 'private',
    versions: 5,
    policyText: facts => {
      const statements = sessionStatements({ ...facts, logGroup: OTHER_GROUP })
      const kept = statements.filter(statement => statement['Sid'] !== 'FindLogGroup')
      return asWritten({ Version: '2012-10-17', Statement: kept })
    },
  })
  await shutKey(account)
  await breakNetwork(account)
  setHeard(moto, account, 'lost')
  return account
}

/** What the repair of the tangled account writes, in order. */
export const TANGLED_WRITES = [
  'DeletePolicyVersion',
  'CreatePolicyVersion',
  'PutRolePolicy',
  'PutKeyPolicy',
  'AuthorizeSecurityGroupIngress',
  'ModifyVpcAttribute',
]
