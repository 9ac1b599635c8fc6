import check from '../../../checks/node/imds-enabled.ts'
import { DB, HYBRID, WEB } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'

const instance = (world: BreakableWorld, changed: object): void => {
  Object.assign(world.records.instances[WEB] ?? {}, changed)
}

/** The machine of the instance is the hybrid node. */
const registeredAsHybrid = (world: BreakableWorld): void => {
  Object.assign(world.records.managedNodes[HYBRID] ?? {}, {
    computerName: 'ip-10-20-1-11.ap-southeast-1.compute.internal',
    ipAddress: '10.20.1.11',
  })
}

testCheck(check, {
  'an endpoint that is off, on a node that still has credentials': {
    break: world => instance(world, { metadataEndpoint: 'disabled' }),
    finds: [
      {
        subject: WEB,
        message:
          'the metadata endpoint is disabled, so the agent gets no credentials; it works until its credentials expire, some hours from now',
        severity: 'high',
        affects: [WEB],
        fixable: true,
      },
    ],
  },
  'an endpoint that is off, on a node that is lost': {
    break: world => {
      instance(world, { metadataEndpoint: 'disabled' })
      Object.assign(world.records.managedNodes[WEB] ?? {}, { pingStatus: 'ConnectionLost' })
    },
    finds: [`${WEB}: the metadata endpoint is disabled, so the agent gets no credentials`],
  },
  'an endpoint that is off, on a node whose agent asks without tokens': {
    break: world => {
      instance(world, { metadataEndpoint: 'disabled' })
      Object.assign(world.records.managedNodes[WEB] ?? {}, { agentVersion: '2.3.1644.0' })
    },
    finds: [{ subject: WEB, severity: 'high', fixable: false }],
  },
  'an endpoint of which EC2 says nothing': {
    break: world => delete world.records.instances[WEB]?.metadataEndpoint,
    finds: [
      {
        subject: WEB,
        message: 'EC2 does not say whether the metadata endpoint is on',
        verdict: 'unknown',
        fixable: false,
      },
    ],
  },
  'an endpoint that is off on an instance that is registered as a hybrid node': {
    break: world => {
      instance(world, { metadataEndpoint: 'disabled' })
      registeredAsHybrid(world)
    },
    finds: [],
  },
  'an endpoint that takes requests without a token': {
    break: world => instance(world, { metadataTokens: 'optional' }),
    finds: [],
  },
  'an endpoint that is off on an instance that does not run': {
    break: world => {
      instance(world, { metadataEndpoint: 'disabled', state: 'stopped' })
      world.declared = { named: [WEB, DB] }
    },
    finds: [],
  },
})
