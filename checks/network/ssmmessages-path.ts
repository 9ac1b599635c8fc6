import { defineCheck } from '../../src/core/index.ts'
import { causesOfPath, PATH_NEEDS, pathProblem } from './path-check.ts'

export default defineCheck({
  id: 'network/ssmmessages-path',
  title: 'the node reaches ssmmessages',
  why: 'Sessions run over the channels of ssmmessages. A node without a way there may be listed as Online, and yet sessions end with TargetNotConnected.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html',
  severity: 'critical',
  fix: 'none',
  each: 'judgedNodes',
  needs: PATH_NEEDS,
  mayFollow: causesOfPath('ssmmessages'),
  run: (node, records, scope) => pathProblem(node, 'ssmmessages', { severity: 'critical' }, records, scope),
})
