import { readFileSync } from 'node:fs'
import type { WritingSession } from '../../src/apply/apply.ts'
import { startJournal, type Journal } from '../../src/apply/journal.ts'
import type { Change } from '../../src/core/changes/change.ts'
import { changeSpecs, describeChange, invertChange } from '../../src/core/changes/specs.ts'
import type { Plan, Step } from '../../src/core/plan/types.ts'
import { account, ACCOUNT, DIGEST, FORWARD } from './changes.ts'
import { clockFrom } from './folders.ts'
import type { AccountState } from './account-state.ts'
import type { AccountWire } from './account-wire.ts'

/** The account of the long plan: a policy with five versions, inline policies, two roles. */
export const longAccount = (): AccountState => account()

const stepOf = (change: Change): Step => {
  const { actions } = changeSpecs[change.type]
  const told = { risk: 'review' as const, describe: describeChange(change), reasons: [], sharedBy: [] }
  return { change, undo: invertChange(change), actions, ...told }
}

/** A plan with a step of each type that a plan may hold. */
export const longPlan = (): Pick<Plan, 'accountId' | 'regions' | 'digest' | 'steps'> => ({
  accountId: ACCOUNT,
  regions: ['eu-north-1'],
  digest: DIGEST,
  steps: [
    FORWARD['delete-policy-version'],
    FORWARD['put-policy-version'],
    FORWARD['put-role-policy'],
    FORWARD['put-role-policy (new)'],
    FORWARD['create-policy'],
    FORWARD['attach-role-policy'],
  ].map(({ change }) => stepOf(change)),
})

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

/** Begins the journal of the long plan at an hour. */
export const begin = (folder: string, hour = '08'): Journal =>
  startJournal({
    folder,
    tool: 'ssm-doctor 9.8.7',
    plan: longPlan(),
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
