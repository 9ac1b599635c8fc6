import { adviceLines } from './advice.ts'
import type { CodeInput } from './code-input.ts'
import { commented, stepLines } from './comments.ts'
import type { Note } from './forms.ts'
import { headingLines } from './heading.ts'
import { logicalIds } from './names.ts'
import { noteLines } from './note-lines.ts'
import { placed, type Placed, type Whole } from './placement.ts'
import { sceneOf } from './scene.ts'
import { toldOf } from './table.ts'
import { conditionLines, conditionsOf, type Conditions } from './template-conditions.ts'
import { refersTo, type TemplateProperties, type TemplateResource } from './template-resource.ts'
import { yamlLines } from './yaml.ts'

const USE = [
  'A template of CloudFormation. What exists already says by what it is imported: where no stack owns it, import it with',
  'the properties that it has now, then update the stack with these. Where one does, they belong into its template.',
]

const addressOf = ({ name }: TemplateResource): string => name

const merged = (one: TemplateResource, other: TemplateResource): TemplateResource => ({
  ...one,
  ...other,
  properties: bothOf(one.properties, other.properties),
})

const bothOf = (one: TemplateProperties, other: TemplateProperties): TemplateProperties => {
  const said = Object.entries(other).flatMap(([key, value]) => {
    const before = one[key]
    if (value === undefined) return []
    return [[key, Array.isArray(before) && Array.isArray(value) ? united(before, value) : value]]
  })
  return { ...one, ...Object.fromEntries(said) }
}

const united = (one: readonly unknown[], other: readonly unknown[]): readonly unknown[] => [
  ...one,
  ...other.filter(item => !one.some(known => JSON.stringify(known) === JSON.stringify(item))),
]

/** Texts that CloudFormation would take for references, and values that it refuses, cannot be told in a template. */
const isTellable = ({ properties }: TemplateResource): boolean => {
  const text = JSON.stringify(properties, (_key, value: unknown) => (value === null ? '{{resolve:' : value))
  return !text.includes('{{resolve:')
}

const UNTELLABLE: Note = { note: 'a template cannot say a text with {{resolve:, nor null; do it by hand' }

/** A plan as a template of CloudFormation; where it has no resource that a template can tell, as comments alone. */
export const renderTemplate = (input: CodeInput): string => {
  const { plan, findings } = input
  const scene = sceneOf(input, logicalIds())
  const steps = placed<TemplateResource>(plan.steps, {
    parts: ({ change }) =>
      toldOf(change)
        .cloudformation(change, scene)
        .map(part => ('note' in part || isTellable(part) ? part : UNTELLABLE)),
    addressOf,
    merged,
  })
  const conditions = conditionsOf(steps, plan.regions)
  const body = steps.flatMap(step => [...stepCode(step, input, conditions), ''])
  const advice = commented(adviceLines(plan, findings))
  const hasResources = steps.some(({ wholes }) => wholes.length > 0)
  const heading = commented(headingLines(input, USE))
  const lines = hasResources
    ? [
        ...heading,
        'AWSTemplateFormatVersion: "2010-09-09"',
        ...yamlLines({ Description: `What Session Manager needs: plan ${plan.digest} of ${input.tool}` }),
        '',
        ...conditionLines(conditions),
        'Resources:',
        ...indented(body),
        ...advice,
      ]
    : [...heading, '', ...body, ...advice]
  return `${lines.join('\n').trimEnd()}\n`
}

const indented = (lines: readonly string[]): readonly string[] =>
  lines.map(line => (line === '' ? line : `  ${line}`))

const stepCode = (
  placed: Placed<TemplateResource>,
  input: CodeInput,
  conditions: Conditions,
): readonly string[] => {
  const { step, number, wholes, above, notes } = placed
  const existing = wholes.flatMap(({ resource, owned }) => (owned ? [] : importLines(resource)))
  return [
    ...commented([
      ...stepLines(step, number),
      ...notes.flatMap(note => noteLines(note, step, input)),
      ...above.map(name => `   see ${name} above`),
      ...existing,
    ]),
    ...wholes.flatMap(whole => resourceCode(whole, conditions)),
  ]
}

const importLines = ({ type, existing }: TemplateResource): readonly string[] =>
  existing === undefined
    ? []
    : [
        `   import: ${type} by ${Object.entries(existing)
          .map(([key, value]) => `${key} ${value}`)
          .join(', ')}`,
      ]

const resourceCode = (
  { resource, after }: Whole<TemplateResource>,
  { byResource }: Conditions,
): readonly string[] => {
  const { name, type, properties, existing, keeps } = resource
  const condition = byResource.get(name)
  // One that is made in another Region alone is not there to wait for.
  const depends = after.filter(other => byResource.get(other) === condition && !refersTo(properties, other))
  return yamlLines({
    [name]: {
      Type: type,
      ...(condition !== undefined && { Condition: condition }),
      ...(depends.length > 0 && { DependsOn: depends }),
      // An import asks for it, and what was there before the stack stays when that goes.
      ...((existing !== undefined || keeps) && { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' }),
      Properties: properties,
    },
  })
}
