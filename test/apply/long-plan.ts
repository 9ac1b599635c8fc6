import { readFileSync } from 'node:fs'
import type { WritingSession } from '../../src/apply/apply.ts'
import { startJournal, type Journal } from '../../src/apply/journal.ts'
import type { Change } from '../../src/core/changes/change.ts'
import { changeSpecs, describeChange, invertChange } from '../../src/core/changes/specs.ts'
import type { Plan, Step } from '../../src/core/plan/types.ts'
import { account, ACCOUNT, DIGEST, FORWARD } from './changes.ts'
import { clockFrom } from './clock.ts'
import type { AccountState } from './account-state.ts'
import type { AccountWire } from './account-wire.ts'

/** The account of the long plan: a policy with five versions, inline policies, two roles. */
export const longAccount = (): AccountState => account()

const stepOf = (change: Change): Step => {
  const { actions } = changeSpecs[change.type]
  const told = { risk: 'review' as const, describe: describeChange(change), reasons: [], sharedBy: [] }
  return { change, undo: invertChange(change), actions, ...told }
}

/** What apply takes of a plan. */
export type ShortPlan = Pick<Plan, 'accountId' | 'regions' | 'digest' | 'steps'>

/** A plan of these changes. */
export const planOf = (regions: readonly string[], changes: readonly Change[]): ShortPlan => ({
  accountId: ACCOUNT,
  regions,
  digest: DIGEST,
  steps: changes.map(stepOf),
})

/** A plan with a step of each type that policies may need. */
export const longPlan = (): ShortPlan =>
  planOf(
    ['eu-north-1'],
    [
      FORWARD['delete-policy-version'].change,
      FORWARD['put-policy-version'].change,
      FORWARD['put-role-policy'].change,
      FORWARD['put-role-policy (new)'].change,
      FORWARD['create-policy'].change,
      FORWARD['attach-role-policy'].change,
    ],
  )

/** A client is made where it is asked for, in that Region. */
export const sessionOf = ({ iam, at }: AccountWire): WritingSession => ({
  identity: { accountId: ACCOUNT },
  clients: region => ({
    iam,
    get ec2() {
      return at(region).ec2
    },
    get kms() {
      return at(region).kms
    },
    get logs() {
      return at(region).logs
    },
    get s3() {
      return at(region).s3
    },
    get ssm() {
      return at(region).ssm
    },
  }),
})

/** Begins the journal of a plan, the long one where none is given, at an hour. */
export const begin = (folder: string, hour = '08', plan: ShortPlan = longPlan()): Journal =>
  startJournal({
    folder,
    tool: 'ssm-doctor 9.8.7',
    plan,
    now: clockFrom(`2026-11-21T${hour}:00:00.000Z`),
  })

/** The lines of a journal after its header, as `1 start`. */
export const eventsIn = (path: string): string[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .slice(1)
    .filter(Boolean)
    .map(line => {
      const value: unknown = JSON.parse(line)
      const { step, event } = value as { step: number; event: string }
      return `${step} ${event}`
    })
