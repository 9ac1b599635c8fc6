import { adviceLines } from './advice.ts'
import type { CodeInput } from './code-input.ts'
import { commented, stepLines } from './comments.ts'
import { hclBlock } from './hcl.ts'
import { code, type HclArguments, type HclBlock, type HclResource, type HclValue } from './hcl-resource.ts'
import { headingLines } from './heading.ts'
import { terraformNames } from './names.ts'
import { noteLines } from './note-lines.ts'
import { placed, type Placed, type Whole } from './placement.ts'
import { sceneOf } from './scene.ts'
import { toldOf } from './table.ts'

const USE = [
  'For Terraform 1.5 or newer. What exists already has an import block, which takes it into this code;',
  'what the code of somebody owns has none, and belongs into that code.',
]

const addressOf = ({ type, name }: HclResource): string => `${type}.${name}`

const merged = (one: HclResource, other: HclResource): HclResource => ({
  ...one,
  ...other,
  arguments: { ...one.arguments, ...said(other.arguments) },
})

const said = (given: HclArguments): HclArguments =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))

/** The provider's alias for each Region, where there is more than one. */
type Aliases = ReadonlyMap<string, string>

const aliasesOf = (steps: readonly Placed<HclResource>[]): Aliases => {
  const regions = steps.flatMap(({ wholes }) => wholes.flatMap(({ resource }) => resource.region ?? []))
  const distinct = [...new Set(regions)].toSorted()
  const name = terraformNames()
  return new Map(distinct.length > 1 ? distinct.map(region => [region, name('provider', region)]) : [])
}

const providerBlocks = (aliases: Aliases): readonly string[] =>
  [...aliases].flatMap(([region, alias]) => [...hclBlock('provider "aws"', { alias, region }), ''])

/** A plan as resources of Terraform's AWS provider, formatted as `terraform fmt` does. */
export const renderTerraform = (input: CodeInput): string => {
  const { plan, findings } = input
  const scene = sceneOf(input, terraformNames())
  const steps = placed<HclResource>(plan.steps, {
    parts: ({ change }) => toldOf(change).terraform(change, scene),
    addressOf,
    merged,
  })
  const aliases = aliasesOf(steps)
  const body = steps.flatMap(step => [...stepCode(step, input, aliases), ''])
  return `${[
    ...commented(headingLines(input, USE)),
    '',
    ...providerBlocks(aliases),
    ...body,
    ...commented(adviceLines(plan, findings)),
  ]
    .join('\n')
    .trimEnd()}\n`
}

const stepCode = (placed: Placed<HclResource>, input: CodeInput, aliases: Aliases): readonly string[] => {
  const { step, number, wholes, above, notes } = placed
  return [
    ...commented(stepLines(step, number)),
    ...commented(notes.flatMap(note => noteLines(note, step, input))),
    ...commented(above.map(address => `   see ${address} above`)),
    ...wholes.flatMap((whole, at) => [...(at === 0 ? [] : ['']), ...resourceCode(whole, aliases)]),
  ]
}

const resourceCode = (
  { resource, owned, after }: Whole<HclResource>,
  aliases: Aliases,
): readonly string[] => {
  const { type, name, existing, blocks = [] } = resource
  const alias = resource.region === undefined ? undefined : aliases.get(resource.region)
  const provider: HclArguments = alias === undefined ? {} : { provider: code(`aws.${alias}`) }
  const text = JSON.stringify(resource.arguments)
  const depends = after.filter(other => !text.includes(`"code":"${other}.`)).map(code)
  const imported = owned ? undefined : existing
  const lifecycle = imported ? [lifecycleOf(imported.keeps ?? [])] : []
  const own: HclArguments = {
    ...provider,
    ...resource.arguments,
    ...(depends.length > 0 && { depends_on: depends }),
  }
  const block = hclBlock(`resource "${type}" "${name}"`, own, [...blocks, ...lifecycle])
  if (!imported) return block
  const to: HclArguments = { ...provider, to: code(addressOf(resource)), id: imported.id }
  return [...hclBlock('import', to), '', ...block]
}

/** An import never takes away what is there, nor what nobody looked at. */
const lifecycleOf = (keeps: readonly string[]): HclBlock => {
  const ignored: HclValue = keeps.map(code)
  return {
    block: 'lifecycle',
    arguments: { ...(keeps.length > 0 && { ignore_changes: ignored }), prevent_destroy: true },
  }
}
