import type { Ec2State } from './ec2-state.ts'
import { nodesAsBefore, type NodeState } from './node-state.ts'

/** A managed policy as the account holds it. */
export interface PolicyState {
  /** Version id → text, oldest first. */
  versions: Record<string, string>
  defaultVersion: string
  newest: number
  tags: Record<string, string>
}

export interface RoleState {
  inline: Record<string, string>
  attached: string[]
  trust?: string
}

export interface KeyState {
  state: string
  policy: string
}

export interface DocumentState {
  /** Number → text. */
  versions: Record<string, string>
  defaultVersion: string
  tags: Record<string, string>
  isShared?: boolean
}

export interface LogGroupState {
  /** ARN of its key. */
  key?: string
  /** In days. */
  retention?: number
  tags: Record<string, string>
  streams: string[]
}

export interface BucketState {
  policy?: string
  /** The account that owns it, where that is another one. */
  owner?: string
  /** Its block of public access. */
  block?: Record<string, boolean>
}

/** As much of an account as changes speak of. */
export interface AccountState {
  policies: Record<string, PolicyState>
  roles: Record<string, RoleState>
  network: Ec2State
  /** By ARN. */
  keys: Record<string, KeyState>
  /** By name. */
  documents: Record<string, DocumentState>
  logGroups: Record<string, LogGroupState>
  buckets: Record<string, BucketState>
  nodes: NodeState
}

/** A policy with these texts, oldest first; the last is the default unless another is named. */
export const policyOf = (texts: readonly string[], defaultVersion = `v${texts.length}`): PolicyState => ({
  versions: Object.fromEntries(texts.map((text, at) => [`v${at + 1}`, text])),
  defaultVersion,
  newest: texts.length,
  tags: {},
})

/** What an independent client would compare: ids and times apart. */
export const asBefore = (state: AccountState): unknown => ({
  network: { ...state.network, newest: 0 },
  keys: state.keys,
  documents: Object.fromEntries(
    Object.entries(state.documents).map(([name, { versions, defaultVersion, tags }]) => [
      name,
      {
        default: versions[defaultVersion],
        latest: Object.entries(versions).toSorted(([a], [b]) => Number(b) - Number(a))[0]?.[1],
        all: Object.values(versions).toSorted(),
        tags,
      },
    ]),
  ),
  logGroups: state.logGroups,
  buckets: state.buckets,
  nodes: nodesAsBefore(state.nodes),
  roles: Object.fromEntries(
    Object.entries(state.roles).map(([name, { inline, attached, trust }]) => [
      name,
      { inline, attached: attached.toSorted(), trust },
    ]),
  ),
  policies: Object.fromEntries(
    Object.entries(state.policies).map(([arn, { versions, defaultVersion, tags }]) => [
      arn,
      { default: versions[defaultVersion], all: Object.values(versions).toSorted(), tags },
    ]),
  ),
})
