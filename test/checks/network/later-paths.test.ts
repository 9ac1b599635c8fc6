import kmsPath from '../../../checks/network/kms-path.ts'
import logsPath from '../../../checks/network/logs-path.ts'
import s3Path from '../../../checks/network/s3-path.ts'
import ssmmessagesPath from '../../../checks/network/ssmmessages-path.ts'
import { DB, GROUP, preferencesContent, WEB } from '../../support/healthy.ts'
import {
  ENDPOINT_GROUP,
  ENDPOINTS,
  NODE_GROUP,
  ROUTE_TABLE,
  S3_LIST,
  VPC,
} from '../../support/healthy-network.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'
import { addNat } from '../../core/net/worlds.ts'
import { set } from '../preferences/written.ts'
import { lost, the, wide } from './broken.ts'

const without =
  (service: keyof typeof ENDPOINTS, more: (world: BreakableWorld) => void = () => {}) =>
  (world: BreakableWorld): void => {
    delete world.records.vpcEndpoints[ENDPOINTS[service]]
    more(world)
  }

const noWay = (node: string, service: string): string =>
  `${node}: ${node} cannot reach ${service}: route table ${ROUTE_TABLE} has no 0.0.0.0/0 and ${VPC} has no endpoint ${service}`

const nat = (world: BreakableWorld): void => {
  addNat(world)
  wide(world)
}

/** A newer version of the preferences beside the default one. */
const latest = (world: BreakableWorld, inputs: Record<string, unknown>): void => {
  const document = the(world, 'preferencesDocuments', 'SSM-SessionManagerRunShell')
  document.latest = {
    version: '4',
    content: preferencesContent(inputs),
    createdAt: '2026-10-01T08:00:00.000Z',
  }
}

testCheck(ssmmessagesPath, {
  'a node that is online and has no way to ssmmessages': {
    break: without('ssmmessages'),
    finds: [noWay(WEB, 'ssmmessages'), noWay(DB, 'ssmmessages')],
  },
  'no way to ssm either': {
    break: world => {
      lost(world)
      delete world.records.vpcEndpoints[ENDPOINTS.ssm]
      delete world.records.vpcEndpoints[ENDPOINTS.ssmmessages]
    },
    finds: [noWay(WEB, 'ssmmessages'), noWay(DB, 'ssmmessages')],
  },
  'an obstacle that a ping has passed': {
    break: world => {
      lost(world, DB)
      delete world.records.vpcEndpoints[ENDPOINTS.ssm]
      delete world.records.vpcEndpoints[ENDPOINTS.ssmmessages]
    },
    finds: [
      noWay(DB, 'ssmmessages'),
      {
        subject: WEB,
        verdict: 'unknown',
        severity: 'info',
        about: `route:${ROUTE_TABLE}`,
        message: `whether ${WEB} reaches ssmmessages is not known: route table ${ROUTE_TABLE} has no 0.0.0.0/0 and ${VPC} has no endpoint ssmmessages; ${WEB} is Online, heard at 2026-11-20T09:13:30.000Z: something carries it that the model does not see`,
      },
    ],
  },
  'another obstacle of a node whose ping passed one': {
    break: world => {
      lost(world, DB)
      delete world.records.vpcEndpoints[ENDPOINTS.ssm]
      the(world, 'vpcEndpoints', ENDPOINTS.ssmmessages).state = 'rejected'
    },
    finds: [
      { subject: DB, severity: 'critical', about: `endpoint state:${ENDPOINTS.ssmmessages}` },
      {
        subject: WEB,
        verdict: 'unknown',
        severity: 'critical',
        message: `whether ${WEB} reaches ssmmessages is not known: endpoint ${ENDPOINTS.ssmmessages} is in state rejected; ${WEB} is Online, heard at 2026-11-20T09:13:30.000Z: something carries it that the model does not see`,
      },
    ],
  },
  'a NAT gateway in the stead of the endpoint': { break: without('ssmmessages', nat), finds: [] },
})

const REFUSED_LOGS =
  'every session is refused after a long blank screen, with the words "encryption is not set up on the selected CloudWatch Logs log group"'

testCheck(logsPath, {
  'no endpoint for logs, where encryption is required': {
    break: without('logs'),
    finds: [WEB, DB].map(node => ({
      subject: node,
      severity: 'critical' as const,
      message: `${noWay(node, 'logs').slice(node.length + 2)}; ${REFUSED_LOGS}`,
    })),
  },
  'no endpoint for logs, where streaming is on and encryption is not required': {
    break: without('logs', world => set(world, { cloudWatchEncryptionEnabled: false })),
    finds: [WEB, DB].map(node => ({
      subject: node,
      severity: 'high' as const,
      message: `${noWay(node, 'logs').slice(node.length + 2)}; sessions open after minutes of a blank screen and leave no record in CloudWatch Logs, without an error`,
    })),
  },
  'no endpoint for logs, which are written at the end': {
    break: without('logs', world =>
      set(world, { cloudWatchEncryptionEnabled: false, cloudWatchStreamingEnabled: false }),
    ),
    finds: [WEB, DB].map(node => ({
      subject: node,
      severity: 'high' as const,
      message: `${noWay(node, 'logs').slice(node.length + 2)}; sessions open and leave no record in CloudWatch Logs, without an error`,
    })),
  },
  'a group that only the newer version of the preferences names': {
    break: without('logs', world => {
      latest(world, {})
      const document = the(world, 'preferencesDocuments', 'SSM-SessionManagerRunShell')
      document.default.content = preferencesContent({ cloudWatchLogGroupName: '' })
    }),
    finds: [WEB, DB].map(node => ({
      subject: node,
      verdict: 'unknown' as const,
      message: /\(where sessions follow the latest version of the preferences\)$/,
    })),
  },
  'groups that both versions of the preferences name, each another': {
    break: without('logs', world => latest(world, { cloudWatchLogGroupName: `${GROUP}-2` })),
    finds: [WEB, DB].map(node => ({ subject: node, severity: 'critical' as const })),
  },
  'no endpoint for logs, where only a bucket is named': {
    break: without('logs', world => set(world, { cloudWatchLogGroupName: '' })),
    finds: [],
  },
})

const REFUSED_S3 =
  'every session is refused after a blank screen, with the words "unable to validate encryption on Amazon S3 bucket … send request failed"'

const offTable = (world: BreakableWorld): void => {
  const table = the(world, 'routeTables', ROUTE_TABLE)
  table.routes = table.routes.filter(route => route.destination !== S3_LIST)
  the(world, 'vpcEndpoints', ENDPOINTS.s3).routeTableIds = []
}

testCheck(s3Path, {
  'a gateway endpoint that is not on the table of the subnet': {
    break: offTable,
    finds: [WEB, DB].map(node => ({
      subject: node,
      severity: 'critical' as const,
      message: `${node} cannot reach s3: route table ${ROUTE_TABLE} has no 0.0.0.0/0 and ${ENDPOINTS.s3} is not on ${ROUTE_TABLE}; ${REFUSED_S3}`,
    })),
  },
  'the same where encryption is not required': {
    break: world => {
      offTable(world)
      set(world, { s3EncryptionEnabled: false })
    },
    finds: [WEB, DB].map(node => ({
      subject: node,
      severity: 'high' as const,
      message: `${node} cannot reach s3: route table ${ROUTE_TABLE} has no 0.0.0.0/0 and ${ENDPOINTS.s3} is not on ${ROUTE_TABLE}; sessions open and leave no log in S3, without an error, while the console still shows a link to it`,
    })),
  },
  'a group that lets 443 out to endpoints alone': {
    break: world => {
      const group = the(world, 'securityGroups', NODE_GROUP)
      group.rules = group.rules.filter(rule => rule.peer.kind !== 'prefix list')
    },
    finds: [WEB, DB].map(node => ({
      subject: node,
      about: `node group:${NODE_GROUP}`,
      message: `${node} cannot reach s3: no rule of security group ${NODE_GROUP} lets 443 out to 3.5.134.0/23, 52.219.46.0/23; ${REFUSED_S3}`,
    })),
  },
  'no bucket in the preferences': {
    break: world => {
      offTable(world)
      set(world, { s3BucketName: '' })
    },
    finds: [],
  },
})

testCheck(kmsPath, {
  'an endpoint that lets nobody in': {
    break: world => {
      the(world, 'securityGroups', ENDPOINT_GROUP).rules = []
      const kms = the(world, 'vpcEndpoints', ENDPOINTS.kms)
      for (const endpoint of Object.values(world.records.vpcEndpoints))
        if (endpoint.id !== kms.id && endpoint.type === 'Interface') endpoint.groupIds = [NODE_GROUP]
      the(world, 'securityGroups', NODE_GROUP).rules.push(
        { direction: 'ingress', protocol: '-1', peer: { kind: 'cidr', cidr: '10.20.0.0/16' } },
        { direction: 'egress', protocol: '-1', peer: { kind: 'cidr', cidr: '10.20.0.0/16' } },
      )
    },
    finds: [WEB, DB].map(node => ({
      subject: node,
      severity: 'critical' as const,
      about: `endpoint group:${ENDPOINTS.kms}`,
      message: `${node} cannot reach kms: no rule of security group ${ENDPOINT_GROUP} of endpoint ${ENDPOINTS.kms} lets 443 in from 10.20.1.0/24 or ${NODE_GROUP}; every session is refused, with the misleading words "Handshake timed out. Please ensure that you have the latest version of the session manager plugin"`,
    })),
  },
  'no endpoint, and no key in the preferences': {
    break: without('kms', world => set(world, { kmsKeyId: '' })),
    finds: [],
  },
})
