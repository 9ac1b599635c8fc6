import type { ExplainedLayer, Explanation } from '../core/words/explanation.ts'
import type { StatementOutcome, Verdict } from '../core/iam/types.ts'
import { statementPlace } from '../core/words/refusal.ts'
import { plural, wrap } from './layout.ts'

/** A line, and those that stand below it. */
interface Branch {
  readonly text: string
  readonly below: readonly Branch[]
}

/** How calls were decided, as a tree: the actions, what each layer says of them, and how each statement fares. */
export const explanationTree = (
  explanations: readonly Explanation[],
  indent: number,
  width: number | undefined,
): readonly string[] =>
  alike(explanations).flatMap(({ actions, layers }) => {
    const space = ' '.repeat(indent)
    const root = { text: actions.join(', '), below: layers.map(layerBranch) }
    return [...lines(root.text, space, space, width), ...drawn(root.below, space, width)]
  })

interface Alike {
  readonly actions: readonly string[]
  readonly layers: readonly ExplainedLayer[]
}

/** Actions that fare the same are told together. */
const alike = (explanations: readonly Explanation[]): readonly Alike[] => {
  const groups = new Map<string, Alike>()
  for (const { action, layers } of explanations) {
    const key = JSON.stringify(layers)
    const actions = groups.get(key)?.actions ?? []
    groups.set(key, { actions: [...new Set([...actions, action])], layers })
  }
  return [...groups.values()]
}

const drawn = (branches: readonly Branch[], space: string, width: number | undefined): readonly string[] =>
  branches.flatMap(({ text, below }, at) => {
    const isLast = at === branches.length - 1
    const rest = `${space}${isLast ? '   ' : '│  '}`
    return [...lines(text, `${space}${isLast ? '└─ ' : '├─ '}`, rest, width), ...drawn(below, rest, width)]
  })

const lines = (text: string, first: string, rest: string, width: number | undefined): readonly string[] => {
  const room = width === undefined ? undefined : Math.max(30, width - first.length)
  return wrap(text, room).map((line, at) => (at === 0 ? first : rest) + line)
}

const VERDICTS: Readonly<Record<Verdict, string>> = {
  allowed: 'allows it',
  'explicit-deny': 'denies it',
  'implicit-deny': 'has nothing that allows it',
  unknown: 'hangs on what is not known',
}

const layerBranch = ({ layer, verdict, statements, others }: ExplainedLayer): Branch => {
  // One that cannot be read is judged as an Allow and as a Deny.
  const texts = new Set(statements.map(statementText))
  if (others > 0) texts.add(`${plural(others, 'statement')} about other actions`)
  return {
    text: `${layer} ${VERDICTS[verdict]}`,
    below: [...texts].map(text => ({ text, below: [] })),
  }
}

const FARES = { yes: 'matches', no: 'misses', unknown: 'may match' } as const

const statementText = ({ statement, effect, matches, part, detail }: StatementOutcome): string => {
  const place = statementPlace(statement)
  const fares = part === 'malformed' ? `${place} cannot be read` : `${effect} in ${place} ${FARES[matches]}`
  return detail === undefined ? fares : `${fares}: ${detail}`
}
