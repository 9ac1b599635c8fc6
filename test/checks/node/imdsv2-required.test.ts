import check from '../../../checks/node/imdsv2-required.ts'
import { WEB } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'

const web = (world: BreakableWorld, change: object): void => {
  Object.assign(world.records.instances[WEB] ?? {}, change)
}
const message = 'the metadata service answers requests without a token (IMDSv1)'

testCheck(check, {
  'optional tokens': {
    break: world => web(world, { metadataTokens: 'optional' }),
    finds: [{ subject: WEB, message, severity: 'low', about: 'HttpTokens', fixable: false }],
  },
  'an endpoint that is off': {
    break: world => web(world, { metadataTokens: 'optional', metadataEndpoint: 'disabled' }),
    finds: [],
  },
  'an instance that EC2 tells nothing of': {
    break: world => delete world.records.instances[WEB]?.metadataTokens,
    finds: [],
  },
})
