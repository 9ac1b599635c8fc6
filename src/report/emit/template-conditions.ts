import { logicalIds } from './names.ts'
import type { Placed } from './placement.ts'
import type { TemplateResource } from './template-resource.ts'
import { yamlLines } from './yaml.ts'

/** Where there is more than one Region, one template is for all: each has a condition, and each resource its own. */
export interface Conditions {
  readonly byRegion: ReadonlyMap<string, string>
  /** By logical id. */
  readonly byResource: ReadonlyMap<string, string | undefined>
}

/** The conditions of a plan's resources; what is global is made in the first of its Regions. */
export const conditionsOf = (
  steps: readonly Placed<TemplateResource>[],
  regions: readonly string[],
): Conditions => {
  const places = steps.flatMap(({ wholes }) =>
    wholes.map(({ resource }) => [resource.name, resource.region ?? regions[0] ?? ''] as const),
  )
  const distinct = [...new Set(places.map(([, region]) => region))].toSorted()
  const name = logicalIds()
  const byRegion = new Map(
    distinct.length > 1 ? distinct.map(region => [region, name('condition', region, `in ${region}`)]) : [],
  )
  return { byRegion, byResource: new Map(places.map(([id, region]) => [id, byRegion.get(region)])) }
}

/** The part of a template that says what the conditions are; none where there is one Region. */
export const conditionLines = ({ byRegion }: Conditions): readonly string[] => {
  if (byRegion.size === 0) return []
  const tests = [...byRegion].map(([region, name]) => [
    name,
    { 'Fn::Equals': [{ Ref: 'AWS::Region' }, region] },
  ])
  return [...yamlLines({ Conditions: Object.fromEntries(tests) }), '']
}
