import { applyChange } from '../../core/changes/specs.ts'
import type { CodeInput } from './code-input.ts'
import type { Scene } from './forms.ts'
import type { Namer } from './names.ts'

/** What the code of a plan's changes may ask for. */
export const sceneOf = ({ plan, worlds }: CodeInput, name: Namer): Scene => {
  const changes = plan.steps.map(({ change }) => change)
  const after = worlds.map(world => changes.reduce(applyChange, world))
  return {
    digest: plan.digest,
    changes,
    name,
    after: region => after.find(({ scope }) => region === undefined || scope.region === region),
  }
}
