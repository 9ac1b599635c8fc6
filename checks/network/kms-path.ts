import { defineCheck } from '../../src/core/index.ts'
import { causesOfPath, PATH_NEEDS, pathProblem, type Closed } from './path-check.ts'
import { asWanted } from './wanted-by.ts'

const REFUSED: Closed = {
  severity: 'critical',
  effect:
    'every session is refused, with the misleading words "Handshake timed out. Please ensure that you have the latest version of the session manager plugin"',
}

export default defineCheck({
  id: 'network/kms-path',
  title: 'the node reaches kms, where a key encrypts sessions',
  why: 'The node has KMS decrypt the key of each session. Without a way there every session is refused, and the words on the screen blame the plugin.',
  docs: 'https://docs.aws.amazon.com/kms/latest/developerguide/kms-vpc-endpoint.html',
  severity: 'critical',
  fix: 'none',
  each: 'judgedNodes',
  needs: [...PATH_NEEDS, 'sessionKeys'],
  mayFollow: [...causesOfPath('kms'), 'preferences/default-version-current'],
  run(node, records, scope) {
    const problem = pathProblem(node, 'kms', REFUSED, records, scope)
    return problem && asWanted(problem, Object.values(records.sessionKeys), 'kms')
  },
})
