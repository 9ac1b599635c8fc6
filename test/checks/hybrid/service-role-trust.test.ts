import check from '../../../checks/hybrid/service-role-trust.ts'
import { ACCOUNT, HYBRID, policyDocument, REGION } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'

const trust = (world: BreakableWorld, service: string, condition?: object): void => {
  const statement = { Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }
  const document = policyDocument([{ ...statement, ...(condition && { Condition: condition }) }])
  Object.assign(world.records.roles['hybrid-node'] ?? {}, { trustPolicy: document })
}
const SSM = 'ssm.amazonaws.com'
const message = `service role hybrid-node does not let ${SSM} assume it for nodes of account ${ACCOUNT} in ${REGION}`
const from = (region: string) => ({
  StringEquals: { 'aws:SourceAccount': ACCOUNT },
  ArnEquals: { 'aws:SourceArn': `arn:aws:ssm:${region}:${ACCOUNT}:*` },
})

testCheck(check, {
  'another service': {
    break: world => trust(world, 'ec2.amazonaws.com'),
    finds: [
      {
        subject: 'hybrid-node',
        message,
        severity: 'high',
        about: SSM,
        affects: [HYBRID],
        fixable: true,
      },
    ],
  },
  'another Region': {
    break: world => trust(world, SSM, from('eu-west-1')),
    finds: [`hybrid-node: ${message}`],
  },
  'another account': {
    break: world => trust(world, SSM, { StringEquals: { 'aws:SourceAccount': '999999999999' } }),
    finds: [`hybrid-node: ${message}`],
  },
  'a node that is gone already': {
    break: world => {
      trust(world, SSM, from('eu-west-1'))
      Object.assign(world.records.managedNodes[HYBRID] ?? {}, { pingStatus: 'ConnectionLost' })
    },
    finds: [{ subject: 'hybrid-node', message, severity: 'low' }],
  },
  'this account and Region': { break: world => trust(world, SSM, from(REGION)), finds: [] },
})
