import { defineCheck } from '../../src/core/index.ts'
import { causesOfPath, PATH_NEEDS, pathProblem, type Closed } from './path-check.ts'
import { asWanted, isDemanded } from './wanted-by.ts'

const REFUSED: Closed = {
  severity: 'critical',
  effect:
    'every session is refused after a long blank screen, with the words "encryption is not set up on the selected CloudWatch Logs log group"',
}
const LATE: Closed = {
  severity: 'high',
  effect:
    'sessions open after minutes of a blank screen and leave no record in CloudWatch Logs, without an error',
}
const LOST: Closed = {
  severity: 'high',
  effect: 'sessions open and leave no record in CloudWatch Logs, without an error',
}

export default defineCheck({
  id: 'network/logs-path',
  title: 'the node reaches logs, where sessions are recorded there',
  why: 'The node itself writes the records of its sessions. Without a way to CloudWatch Logs they are lost without a word, or sessions are refused where encryption is required.',
  docs: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch-logs-and-interface-VPC.html',
  severity: 'high',
  fix: 'none',
  each: 'judgedNodes',
  needs: [...PATH_NEEDS, 'logDestinations'],
  mayFollow: [...causesOfPath('logs'), 'preferences/default-version-current'],
  run(node, records, scope) {
    const wishes = Object.values(records.logDestinations)
    const looksFirst = wishes.some(wish => wish.lookedForBy.length > 0)
    const closed = isDemanded(wishes) ? REFUSED : looksFirst ? LATE : LOST
    const problem = pathProblem(node, 'logs', closed, records, scope)
    return problem && asWanted(problem, wishes, 'logs')
  },
})
