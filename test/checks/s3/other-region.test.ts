import otherRegion from '../../../checks/s3/other-region.ts'
import { BUCKET, DB, WEB } from '../../support/healthy.ts'
import { ENDPOINTS, NODE_GROUP, ROUTE_TABLE, VPC } from '../../support/healthy-network.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'
import { addNat, NAT } from '../../core/net/worlds.ts'
import { lost } from '../network/broken.ts'
import { set } from '../preferences/written.ts'

const elsewhere = (world: BreakableWorld): void => {
  world.records.buckets[BUCKET] = { name: BUCKET, region: 'eu-west-1' }
}

const wide = (world: BreakableWorld): void => {
  world.records.securityGroups[NODE_GROUP]?.rules.push({
    direction: 'egress',
    protocol: '-1',
    peer: { kind: 'cidr', cidr: '0.0.0.0/0' },
  })
}

const TOLD = `bucket ${BUCKET} is in eu-west-1, and ${WEB} and ${DB} cannot reach s3 there`
const REFUSED = 'every session is refused, with the words "unable to validate encryption on Amazon S3 bucket"'

testCheck(otherRegion, {
  'a private subnet with the gateway endpoint of its own Region': {
    break: elsewhere,
    finds: [
      {
        subject: BUCKET,
        severity: 'critical',
        affects: [WEB, DB],
        message: `${TOLD}: route table ${ROUTE_TABLE} has no 0.0.0.0/0 and ${VPC} has no endpoint s3 of eu-west-1; ${REFUSED}`,
      },
    ],
  },
  'the same where encryption is not required': {
    break: world => {
      elsewhere(world)
      set(world, { s3EncryptionEnabled: false })
    },
    finds: [
      {
        subject: BUCKET,
        severity: 'high',
        message: `${TOLD}: route table ${ROUTE_TABLE} has no 0.0.0.0/0 and ${VPC} has no endpoint s3 of eu-west-1; sessions open and leave no log in S3, without an error, while the console still shows a link to it`,
      },
    ],
  },
  'a NAT gateway that failed': {
    break: world => {
      elsewhere(world)
      addNat(world)
      wide(world)
      Object.assign(world.records.natGateways[NAT] ?? {}, { state: 'failed' })
    },
    finds: [`${BUCKET}: ${TOLD}: NAT gateway ${NAT} is in state failed; ${REFUSED}`],
  },
  'a NAT gateway that failed, by which the nodes reach nothing else either': {
    break: world => {
      elsewhere(world)
      addNat(world)
      wide(world)
      lost(world)
      Object.assign(world.records, { vpcEndpoints: {} })
      Object.assign(world.records.natGateways[NAT] ?? {}, { state: 'failed' })
    },
    finds: [],
  },
  'no way to anything': {
    break: world => {
      elsewhere(world)
      lost(world)
      Object.assign(world.records, { vpcEndpoints: {} })
    },
    finds: [],
  },
  'no way there, and no endpoint of another service': {
    break: world => {
      elsewhere(world)
      lost(world)
      delete world.records.vpcEndpoints[ENDPOINTS.ssm]
    },
    finds: [{ subject: BUCKET, severity: 'critical', affects: [WEB, DB] }],
  },
  'a NAT gateway that is gone, by which records went as well': {
    break: world => {
      elsewhere(world)
      addNat(world)
      wide(world)
      delete world.records.vpcEndpoints[ENDPOINTS.logs]
      for (const route of world.records.routeTables[ROUTE_TABLE]?.routes ?? [])
        if (route.target.id === NAT) route.state = 'blackhole'
    },
    finds: [],
  },
  'a NAT gateway': {
    break: world => {
      elsewhere(world)
      addNat(world)
      wide(world)
    },
    finds: [],
  },
  'a NAT gateway, and a group that lets nothing out to it': {
    break: world => {
      elsewhere(world)
      addNat(world)
    },
    finds: [],
  },
  'an interface endpoint of S3 in the other Region': {
    break: world => {
      elsewhere(world)
      const kms = world.records.vpcEndpoints[ENDPOINTS.kms]
      if (kms)
        world.records.vpcEndpoints['vpce-0a1b2c3d4e5f60006'] = {
          ...structuredClone(kms),
          id: 'vpce-0a1b2c3d4e5f60006',
          serviceName: 'com.amazonaws.eu-west-1.s3',
          serviceRegion: 'eu-west-1',
        }
    },
    finds: [],
  },
  'a bucket of the own Region behind an endpoint that is off the table': {
    break: world => {
      world.records.routeTables[ROUTE_TABLE]?.routes.pop()
      Object.assign(world.records.vpcEndpoints[ENDPOINTS.s3] ?? {}, { routeTableIds: [] })
    },
    finds: [],
  },
})
