import type { Decision, LayerOutcome } from '../iam/types.ts'

/** One layer's answer, with the statements that are about the action alone. */
export interface ExplainedLayer extends LayerOutcome {
  /** How many of its statements are about other actions. */
  readonly others: number
}

/** Why a call is decided as it is: what each layer of policies says of it. */
export interface Explanation {
  readonly action: string
  readonly layers: readonly ExplainedLayer[]
}

/** A decision's explanation without the statements that have nothing to do with the action. */
export const explanationOf = (action: string, { explanation }: Decision): Explanation => ({
  action,
  layers: explanation.map(({ layer, verdict, statements }) => {
    const about = statements.filter(({ part }) => part !== 'action')
    return { layer, verdict, statements: about, others: statements.length - about.length }
  }),
})
