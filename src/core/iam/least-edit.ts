import type { GrantStatement } from '../changes/change.ts'
import { decider } from './decide.ts'
import { newPolicy } from './edit.ts'
import { appendAtHome, groupBy, type EditPurpose, type StatementEdit } from './edit-at-home.ts'
import { textWithGrant, textWithStatement, type MayComeAlong } from './grant-text.ts'
import { hasWildcard } from './pattern.ts'
import { statementsOf, type PolicyStatement } from './statements.ts'
import type { AccessRequest, Policy, PolicySet } from './types.ts'

/** The smallest change that allows what was asked for. */
export interface LeastEdit {
  readonly edits: readonly StatementEdit[]
  /** The identity policies after it. */
  readonly identityPolicies: readonly Policy[]
  /** Requests that no edit of identity policies can allow: a Deny or another layer stops them. */
  readonly refused: readonly AccessRequest[]
}

/**
 * The smallest change of a principal's identity policies that allows a list of requests, and no action on a resource
 * that was not allowed and is not asked for. A resource is appended to a statement where every action of that statement
 * is wanted on it; what is left goes into statements of the policy named `own`, which is made where it is missing.
 * With a `purpose` the resources are appended, as it writes them, to the statements that it names instead, and what is
 * left becomes its statement. The requests are all of one principal. Conditions of the edit's statements: none. Never throws.
 */
export const leastEdit = (
  requests: readonly AccessRequest[],
  policies: PolicySet,
  own = 'own',
  purpose?: EditPurpose,
): LeastEdit => {
  const missing = notAllowed(requests, policies)
  const drafts = [...(policies.identityPolicies ?? [])]
  const appended = purpose
    ? appendAtHome(drafts, actionsOf(missing), purpose)
    : appendResources(drafts, missing, policies)
  const left = notAllowed(missing, { ...policies, identityPolicies: drafts })
  const added = purpose ? addPurpose(drafts, left, own, purpose) : addOwn(drafts, left, own)
  const after = { ...policies, identityPolicies: drafts }
  return { edits: [...appended, ...added], identityPolicies: drafts, refused: notAllowed(requests, after) }
}

const notAllowed = (requests: readonly AccessRequest[], policies: PolicySet): readonly AccessRequest[] => {
  const ask = decider(policies)
  return requests.filter(request => ask(request).verdict !== 'allowed')
}

const addPurpose = (
  drafts: Policy[],
  left: readonly AccessRequest[],
  own: string,
  { statement }: EditPurpose,
): readonly StatementEdit[] => {
  if (left.length === 0) return []
  addTo(drafts, own, statement)
  return [{ kind: 'add', policy: own, statement }]
}

/** Appends each resource to the first statement all of whose actions are wanted on it, or are allowed there already. */
const appendResources = (
  drafts: Policy[],
  missing: readonly AccessRequest[],
  policies: PolicySet,
): readonly StatementEdit[] => {
  const edits: StatementEdit[] = []
  const ask = decider(policies)
  for (const [resource, wanted] of byResource(missing)) {
    if (resource !== '*' && needsEscape(resource)) continue
    const may = (action: string): boolean =>
      wanted.some(one => one.action.toLowerCase() === action.toLowerCase()) ||
      wanted.every(one => ask({ ...one, action }).verdict === 'allowed')
    const place = homeFor(drafts, wanted, may, resource)
    if (!place) continue
    const { at, index } = place
    const draft = drafts[at] as Policy
    drafts[at] = {
      ...draft,
      document: textWithGrant(
        draft.document as string,
        index,
        { sid: '', actions: actionsOf(wanted), resources: [resource] },
        may,
      ),
    }
    edits.push({ kind: 'append', policy: draft.name, index, resources: [resource] })
  }
  return edits
}

const byResource = (requests: readonly AccessRequest[]): ReadonlyMap<string, readonly AccessRequest[]> =>
  groupBy(requests, request => request.resource)

interface Place {
  readonly at: number
  readonly index: number
}

const homeFor = (
  drafts: readonly Policy[],
  wanted: readonly AccessRequest[],
  may: (action: string) => boolean,
  resource: string,
): Place | undefined => {
  for (const [at, { document }] of drafts.entries()) {
    if (typeof document !== 'string') continue
    const home = statementsOf(document).statements.find(
      statement => isPlain(statement) && fits(statement, wanted, may, resource),
    )
    if (home) return { at, index: home.index }
  }
  return undefined
}

const isPlain = ({ effect, actions = [], resources, principals, conditions }: PolicyStatement): boolean =>
  effect === 'Allow' &&
  resources !== undefined &&
  principals === undefined &&
  conditions.length === 0 &&
  !actions.some(hasWildcard)

/** `*` in a request means that the action takes no resource: only actions that are like it may stand with it. */
const fits = (
  { actions = [] }: PolicyStatement,
  wanted: readonly AccessRequest[],
  may: (action: string) => boolean,
  resource: string,
): boolean =>
  resource !== '*' &&
  actions.every(may) &&
  wanted.every(one => actions.some(action => action.toLowerCase() === one.action.toLowerCase()))

/** One statement for each set of actions, with all resources on which it is wanted. */
const addOwn = (drafts: Policy[], left: readonly AccessRequest[], own: string): readonly StatementEdit[] => {
  const groups = groupBy(byResource(left), ([, wanted]) => actionsOf(wanted).join(' '))
  const statements = [...groups.values()].map((group, index) => ({
    sid: `Own${numbered(drafts, own) + index + 1}`,
    actions: actionsOf(group.flatMap(([, wanted]) => wanted)),
    resources: group.map(([resource]) => (resource === '*' ? '*' : escaped(resource))),
  }))
  for (const statement of statements) addTo(drafts, own, statement)
  return statements.map(statement => ({ kind: 'add', policy: own, statement }))
}

const actionsOf = (requests: readonly AccessRequest[]): readonly string[] =>
  [...new Map(requests.map(({ action }) => [action.toLowerCase(), action])).values()].toSorted()

const numbered = (drafts: readonly Policy[], own: string): number => {
  const draft = drafts.find(one => one.name === own)
  return draft ? statementsOf(draft.document).statements.length : 0
}

/** A statement of somebody else's that has the same Sid is left alone. */
const never: MayComeAlong = () => false

const addTo = (drafts: Policy[], own: string, statement: GrantStatement): void => {
  const at = drafts.findIndex(({ name, document }) => name === own && isEditable(document))
  const draft = drafts[at]
  if (draft)
    drafts[at] = { ...draft, document: textWithStatement(draft.document as string, statement, never) }
  else drafts.push({ name: own, document: newPolicy([statement]) })
}

const isEditable = (document: unknown): boolean => {
  if (typeof document !== 'string') return false
  const { malformed, version } = statementsOf(document)
  return malformed === undefined && version === '2012-10-17'
}

const needsEscape = (resource: string): boolean => /[*?$]/.test(resource)

/** aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars */
const escaped = (resource: string): string => resource.replaceAll(/[*?$]/g, character => `\${${character}}`)
