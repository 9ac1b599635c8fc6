import type { Step } from '../../core/plan/types.ts'
import type { CodeInput } from './code-input.ts'
import { commandLine, isCommand } from './command.ts'
import type { Note } from './forms.ts'
import { variableNames } from './names.ts'
import { sceneOf } from './scene.ts'
import { linesOf } from './script.ts'

/** What a form has no words for: how it is said otherwise, or by which commands it is done. */
export const noteLines = (
  { note, lines = [], noCommands }: Note,
  step: Step,
  input: CodeInput,
): readonly string[] => [
  `   ${note}`,
  ...lines.map(line => `     ${line}`),
  ...(noCommands ? [] : commandLines(step, input).map(line => `   ${line}`)),
]

const commandLines = (step: Step, input: CodeInput): readonly string[] => {
  const scene = sceneOf(input, variableNames())
  const lines = linesOf(step, scene, input.plan.regions[0] ?? '')
  return lines.filter(line => isCommand(line)).map(commandLine)
}
