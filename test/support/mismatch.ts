import {
  ACCOUNT,
  GROUP,
  healthyWorld,
  loggingStatements,
  LOGGING_POLICY,
  policyDocument,
  REGION,
} from './healthy.ts'
import type { BreakableWorld } from './mutable.ts'

/** What the shared policy names in the story, where the preferences name `GROUP`. */
export const WRONG_GROUP = '/aws/ssm/onetime-session-logs-dev'

/**
 * The story that the program is made for: the policy of two roles names another log group than the preferences, so
 * sessions open and no log arrives; and a third role may describe one named log group only, as guides print it.
 */
export const mismatchWorld = (): BreakableWorld => {
  const world = healthyWorld()
  const [write, ...others] = loggingStatements()
  const wrong = { ...write, Resource: [`arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${WRONG_GROUP}:*`] }
  world.records.policies[LOGGING_POLICY] = {
    arn: LOGGING_POLICY,
    name: 'session-logging',
    document: policyDocument([wrong, ...others]),
  }
  const narrow = loggingStatements().map(statement =>
    statement['Sid'] === 'FindLogGroups'
      ? { ...statement, Resource: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${GROUP}` }
      : statement,
  )
  const db = world.records.roles['db']
  if (db) db.inline = { 'session-logging-inline': policyDocument(narrow) }
  return world
}
