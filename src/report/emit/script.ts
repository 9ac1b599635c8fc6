import type { Step } from '../../core/plan/types.ts'
import { shellQuote } from '../../core/words/aws-command.ts'
import { adviceLines } from './advice.ts'
import type { CodeInput } from './code-input.ts'
import { isCommand, lineText, type Command, type Line } from './command.ts'
import { commented, stepLines } from './comments.ts'
import type { Scene } from './forms.ts'
import { headingLines } from './heading.ts'
import { variableNames } from './names.ts'
import { sceneOf } from './scene.ts'
import { toldOf } from './table.ts'

const USE = [
  'A POSIX shell script for the AWS CLI: run it by sh, or paste it whole. It ends at the first command that fails,',
  'and does not look whether somebody has changed the account since.',
]

/** The lines of a change, each command with its Region: what is global has that of the plan, which tells the partition. */
export const linesOf = (step: Step, scene: Scene, region: string): readonly Line[] =>
  toldOf(step.change)
    .cli(step.change, scene)
    .map(line => {
      if (isCommand(line)) return withRegion(line, region)
      return 'until' in line ? { ...line, of: withRegion(line.of, region) } : line
    })

const withRegion = (command: Command, region: string): Command => ({
  ...command,
  options: { ...command.options, region: command.options['region'] ?? region },
})

/** A plan as a script of commands of the AWS CLI. */
export const renderScript = (input: CodeInput): string => {
  const { plan, findings } = input
  const scene = sceneOf(input, variableNames())
  const region = plan.regions[0] ?? ''
  const steps = plan.steps.map(step => ({ step, lines: linesOf(step, scene, region) }))
  const used = steps.flatMap(({ lines }) => lines.flatMap(variablesIn))
  const body = steps.flatMap(({ step, lines }, at) => [
    ...commented(stepLines(step, at + 1)),
    ...lines.flatMap(line => scriptLines(line, used)),
    '',
  ])
  const advice = commented(adviceLines(plan, findings))
  const script = steps.length === 0 ? [] : [...guarded(plan.accountId, region, body), '']
  return [
    '#!/bin/sh',
    ...commented(headingLines(input, USE)),
    '',
    ...script,
    ...(advice.length > 0 ? [...advice, ''] : []),
  ]
    .join('\n')
    .replace(/\n+$/, '\n')
}

/**
 * A subshell: what is pasted into a shell of somebody's runs as a whole, and ends without ending that shell. Other
 * credentials than those of the account that was looked at get nowhere.
 */
const guarded = (accountId: string, region: string, body: readonly string[]): readonly string[] => {
  const asked = `$(aws sts get-caller-identity --query Account --output text --region ${shellQuote(region)})`
  const lines = [
    '(',
    'set -eu',
    // Version 2 would show each answer in a pager and wait there.
    "export AWS_PAGER=''",
    `account="${asked}"`,
    `[ "$account" = ${shellQuote(accountId)} ] || {`,
    `  echo "these are credentials of account $account, not of" ${shellQuote(accountId)} >&2`,
    '  exit 1',
    '}',
    '',
    ...body.slice(0, -1),
    ')',
  ]
  const meant = MEANT.filter(([, pattern]) => lines.some(line => !line.startsWith('#') && pattern.test(line)))
  const codes = meant.map(([code]) => code)
  return codes.length > 0 ? [`# shellcheck disable=${codes.join(',')}`, ...lines] : lines
}

/** What shellcheck takes for a slip within single quotes, and is meant there: a backslash at the end, a sign of shells. */
const MEANT: readonly (readonly [code: string, pattern: RegExp])[] = [
  ['SC1003', /'[^']*\\'/],
  ['SC2016', /'[^']*[$`][^']*'/],
]

const variablesIn = (line: Line): readonly string[] =>
  isCommand(line)
    ? Object.values(line.options).flatMap(value => {
        if (value === undefined || value === true) return []
        const words = typeof value === 'object' && 'words' in value ? value.words : [value]
        return words.flatMap(word => (typeof word === 'object' && 'variable' in word ? word.variable : []))
      })
    : []

const scriptLines = (line: Line, used: readonly string[]): readonly string[] => {
  if ('remark' in line) return commented(line.remark)
  if (!isCommand(line) || line.into === undefined || used.includes(line.into)) return [lineText(line)]
  const { into: _unused, ...command } = line
  return [lineText(command)]
}
