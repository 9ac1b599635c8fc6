import { defineCheck, type Cause, type S3Destination } from '../../src/core/index.ts'
import { causesOfPath, PATH_NEEDS, pathProblem, type Closed } from './path-check.ts'
import { asWanted, isDemanded } from './wanted-by.ts'

const REFUSED: Closed = {
  severity: 'critical',
  effect:
    'every session is refused after a blank screen, with the words "unable to validate encryption on Amazon S3 bucket … send request failed"',
}
const LOST: Closed = {
  severity: 'high',
  effect:
    'sessions open and leave no log in S3, without an error, while the console still shows a link to it',
}

export default defineCheck({
  id: 'network/s3-path',
  title: 'the node reaches s3, where sessions are archived there',
  why: 'The node itself puts the log of a session into the bucket at its end. Without a way to S3 the log is thrown away without a word, or sessions are refused where encryption is required.',
  docs: 'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html',
  severity: 'high',
  fix: 'none',
  each: 'judgedNodes',
  needs: [...PATH_NEEDS, 's3Destinations'],
  mayFollow: [...causesOfPath('s3'), 's3/other-region', 'preferences/default-version-current'],
  run(node, records, scope) {
    const wishes = Object.values(records.s3Destinations)
    const problem = pathProblem(node, 's3', isDemanded(wishes) ? REFUSED : LOST, records, scope)
    if (!problem) return undefined
    const because = [...(problem.because ?? []), ...wishes.map(elsewhere)]
    return asWanted({ ...problem, because }, wishes, 's3')
  },
})

const elsewhere = ({ bucket }: S3Destination): Cause => ({ check: 's3/other-region', subject: bucket })
