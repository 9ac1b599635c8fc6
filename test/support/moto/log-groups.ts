import type { Call } from './call.ts'
import type { WireAnswer } from './faults.ts'
import type { AccountState } from './state.ts'

const HOUR = 3_600_000

const idOf = ({ region }: Call, name: unknown): string => `${region} ${String(name)}`

const done: WireAnswer = {
  status: 200,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: '{}',
}

const setKey = (call: Call, state: AccountState, key: string | undefined): WireAnswer => {
  state.groupKeys[idOf(call, call.params['logGroupName'])] = key
  return done
}

/** Moto cannot give a log group a key, or take it off: that is kept here, as long as the group lives. */
export const logGroupAnswer = (call: Call, state: AccountState): WireAnswer | undefined => {
  const { operation, params } = call
  if (operation === 'AssociateKmsKey') return setKey(call, state, String(params['kmsKeyId']))
  if (operation === 'DisassociateKmsKey') return setKey(call, state, undefined)
  if (operation === 'CreateLogGroup' || operation === 'DeleteLogGroup')
    delete state.groupKeys[idOf(call, params['logGroupName'])]
  return undefined
}

interface Group {
  logGroupName?: string
  creationTime?: number
  kmsKeyId?: string
}

/** Log groups are as old as their account, but for those that came after it; and have the keys that they were given. */
export const correctGroups = (call: Call, groups: readonly Group[], state: AccountState): void => {
  for (const group of groups) {
    const isNew = state.builtAt !== undefined && (group.creationTime ?? 0) > state.builtAt
    if (!isNew) group.creationTime = Date.now() - state.ageHours * HOUR
    const id = idOf(call, group.logGroupName)
    if (!Object.hasOwn(state.groupKeys, id)) continue
    const key = state.groupKeys[id]
    if (key === undefined) delete group.kmsKeyId
    else group.kmsKeyId = key
  }
}
