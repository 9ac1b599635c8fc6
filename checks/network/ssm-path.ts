import { defineCheck } from '../../src/core/index.ts'
import { causesOfPath, PATH_NEEDS, pathProblem } from './path-check.ts'

export default defineCheck({
  id: 'network/ssm-path',
  title: 'the node reaches ssm',
  why: 'Without a way to Systems Manager the agent cannot register and cannot report in: sessions end with TargetNotConnected.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html',
  severity: 'critical',
  fix: 'none',
  each: 'judgedNodes',
  needs: PATH_NEEDS,
  mayFollow: causesOfPath('ssm'),
  run: (node, records, scope) => pathProblem(node, 'ssm', { severity: 'critical' }, records, scope),
})
