import { SimulatePrincipalPolicyCommand, type EvaluationResult, type IAMClient } from '@aws-sdk/client-iam'
import { contextEntries } from '../core/session/context-entries.ts'
import { requestId } from '../core/session/judged-requests.ts'
import type { SimulatedRequest, Simulation } from '../core/records.ts'
import { ask, everyPage, malformed, unlessAbsent } from './ask.ts'
import { NO_SUCH_ENTITY } from './iam-answers.ts'
import { readEach, type Loaded } from './loaded.ts'
import type { RegionCollector } from './source.ts'

const SIMULATE = 'iam:SimulatePrincipalPolicy'

/**
 * What IAM's policy simulator says of the requests that it is asked about. One call holds the actions of a role that have
 * resource and context in common: over several resources its answer is an aggregate.
 *
 * aws: https://docs.aws.amazon.com/IAM/latest/APIReference/API_EvaluationResult.html
 */
export const simulations: RegionCollector<'simulations'> = {
  actions: [SIMULATE],
  startsFrom: [],
  load: async ({ clients, simulate }) => {
    const requests = new Map(simulate.map(request => [requestId(request), request]))
    const results = new Map(batches([...requests.values()]).flatMap(batch => asked(clients.iam, batch)))
    const loaded = await readEach('simulations', requests.keys(), [SIMULATE], async id => {
      const request = requests.get(id)
      const answer = await results.get(id)?.()
      return request && answer && simulationOf(request, answer)
    })
    return refusedAltogether(loaded)
  },
}

type Results = readonly EvaluationResult[]
type Batch = readonly [SimulatedRequest, ...SimulatedRequest[]]

const batches = (requests: readonly SimulatedRequest[]): readonly Batch[] => {
  const found = new Map<string, [SimulatedRequest, ...SimulatedRequest[]]>()
  for (const request of requests) {
    const key = JSON.stringify([request.roleArn, request.resource, request.context])
    const batch = found.get(key)
    if (batch) batch.push(request)
    else found.set(key, [request])
  }
  return [...found.values()]
}

/** Each request of a batch with the one call that answers it; undefined where the role is gone since. */
const asked = (
  iam: IAMClient,
  batch: Batch,
): readonly (readonly [string, () => Promise<Results | undefined>])[] => {
  let answer: Promise<Results | undefined> | undefined
  const once = () => (answer ??= unlessAbsent(simulated(iam, batch), NO_SUCH_ENTITY))
  return batch.map(request => [requestId(request), once])
}

const simulated = (iam: IAMClient, batch: Batch): Promise<Results> =>
  everyPage(SIMULATE, async Marker => {
    const [{ roleArn, resource, context }] = batch
    const input = {
      PolicySourceArn: roleArn,
      ActionNames: batch.map(({ action }) => action),
      ResourceArns: [resource],
      ContextEntries: contextEntries(context),
      ...(Marker && { Marker }),
    }
    const answer = await ask(SIMULATE, ['EvaluationResults'], () =>
      iam.send(new SimulatePrincipalPolicyCommand(input)),
    )
    return { items: answer.EvaluationResults, next: answer.IsTruncated ? answer.Marker : undefined }
  })

const DECISIONS: ReadonlySet<string> = new Set(['allowed', 'explicitDeny', 'implicitDeny'])
const isDecision = (text: string | undefined): text is Simulation['decision'] =>
  text !== undefined && DECISIONS.has(text)

const simulationOf = (request: SimulatedRequest, results: Results): Simulation => {
  const result = results.find(one => one.EvalActionName?.toLowerCase() === request.action.toLowerCase())
  if (!result) throw malformed(SIMULATE, `holds no result for ${request.action}`)
  // What the result names as its resource is a template; the resource that was asked about stands inside.
  const own = result.ResourceSpecificResults?.find(one => one.EvalResourceName === request.resource)
  const decision = own?.EvalResourceDecision ?? result.EvalDecision
  if (!isDecision(decision)) throw malformed(SIMULATE, `holds the decision ${JSON.stringify(decision)}`)
  const boundary = own?.PermissionsBoundaryDecisionDetail ?? result.PermissionsBoundaryDecisionDetail
  const organizations = result.OrganizationsDecisionDetail
  const missing = [...(own?.MissingContextValues ?? []), ...(result.MissingContextValues ?? [])]
  return {
    ...request,
    decision,
    ...(boundary && { allowedByBoundary: boundary.AllowedByPermissionsBoundary === true }),
    ...(organizations && { allowedByOrganizations: organizations.AllowedByOrganizations === true }),
    missing: [...new Set(missing)].toSorted(),
  }
}

/** Where nothing was answered, the first reason stands for all. */
const refusedAltogether = (loaded: Loaded<'simulations'>): Loaded<'simulations'> => {
  const [first] = loaded.gaps
  if (!first || Object.keys(loaded.records).length > 0) return loaded
  const { id: _id, ...whole } = first
  return { records: {}, gaps: [whole] }
}
