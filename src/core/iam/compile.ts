import { fieldCount } from './arn-pattern.ts'
import { boundedCache } from './bounded-cache.ts'
import { compileCondition, type Condition } from './condition.ts'
import { compileGlob, globTest } from './pattern.ts'
import {
  statementsOf,
  type PolicyCondition,
  type PolicyStatement,
  type PrincipalEntry,
  type StatementFault,
} from './statements.ts'
import { compileText, type TextPattern } from './text-pattern.ts'

/** Policies of identities name no principal; those of resources do, and a trust policy names no resource. */
export type PolicyKind = 'identity' | 'resource'

/** A statement that can be asked. */
export interface Rule {
  readonly index: number
  readonly sid?: string
  readonly effect: 'Allow' | 'Deny'
  readonly written?: PolicyStatement
  /** Why it cannot be told what the statement says. */
  readonly fault?: string
  coversAction(action: string): boolean
  readonly principals?: readonly PrincipalEntry[]
  readonly notPrincipals?: readonly PrincipalEntry[]
  /** Absent in a trust policy: the role itself. */
  readonly resources?: readonly TextPattern[]
  readonly excludesResources: boolean
  readonly conditions: readonly Condition[]
  /** How many texts there are to compare. */
  readonly weight: number
}

/** A policy document, ready to be asked. */
export interface CompiledPolicy {
  readonly rules: readonly Rule[]
  /** Keys, in lower case, that some condition takes for lists. */
  readonly lists: ReadonlySet<string>
  /** The rules that cover an action, given in lower case. */
  rulesFor(action: string): readonly Rule[]
}

const CACHED_TEXTS = 1000
const CACHED_ACTIONS = 200

const byText = {
  identity: boundedCache(CACHED_TEXTS, text => compileDocument(text, 'identity')),
  resource: boundedCache(CACHED_TEXTS, text => compileDocument(text, 'resource')),
}

/** Compiles a policy document; the same text is compiled once. */
export const compilePolicy = (document: unknown, kind: PolicyKind): CompiledPolicy =>
  typeof document === 'string' ? byText[kind](document) : compileDocument(document, kind)

const compileDocument = (document: unknown, kind: PolicyKind): CompiledPolicy => {
  const { version, statements, faults } = statementsOf(document)
  const sound = statements.flatMap(statement => compileStatement(statement, version, kind))
  const rules = [...sound, ...faults.flatMap(faultyRules)].toSorted((a, b) => a.index - b.index)
  const lists = statements
    .flatMap(({ conditions }) => conditions.filter(isSet))
    .map(({ key }) => key.toLowerCase())
  return {
    rules,
    lists: new Set(lists),
    rulesFor: boundedCache(CACHED_ACTIONS, action => rules.filter(rule => rule.coversAction(action))),
  }
}

const isSet = ({ operator }: PolicyCondition): boolean => operator.includes(':')

/** What cannot be read may say anything; where even its effect is not told, it may allow and deny. */
const faultyRules = ({ index, sid, effect, reason }: StatementFault): readonly Rule[] =>
  (effect ? [effect] : (['Allow', 'Deny'] as const)).map(effect => ({
    index,
    ...(sid !== undefined && { sid }),
    effect,
    fault: reason,
    coversAction: () => true,
    excludesResources: false,
    conditions: [],
    weight: 1,
  }))

const compileStatement = (statement: PolicyStatement, version: string, kind: PolicyKind): readonly Rule[] => {
  const { index, sid, effect, principals, notPrincipals } = statement
  const conditions = statement.conditions.map(condition => compileCondition(condition, version))
  const reason = misfit(statement, kind) ?? unknownOperator(statement, conditions)
  if (reason !== undefined) return faultyRules({ index, ...(sid !== undefined && { sid }), effect, reason })
  const patterns = (statement.resources ?? statement.notResources)?.map(text =>
    compileText(kind === 'identity' ? completed(text) : text, version, 'wildcards'),
  )
  return [
    {
      index,
      ...(sid !== undefined && { sid }),
      effect,
      written: statement,
      coversAction: compileActions(statement),
      ...(principals && { principals }),
      ...(notPrincipals && { notPrincipals }),
      ...(patterns && { resources: patterns }),
      excludesResources: statement.notResources !== undefined,
      conditions: conditions.filter(one => one !== undefined),
      weight: weightOf(statement),
    },
  ]
}

/**
 * An ARN with fewer than six fields stands for all values of those that it lacks, in policies of identities.
 *
 * aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns
 */
const completed = (arn: string): string => {
  const fields = arn.startsWith('arn:') ? fieldCount(arn) : 6
  return fields < 6 ? arn + ':*'.repeat(6 - fields) : arn
}

const weightOf = ({ resources, notResources, conditions }: PolicyStatement): number =>
  1 +
  (resources ?? notResources ?? []).length +
  conditions.reduce((sum, { values }) => sum + values.length, 0)

/** aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
const misfit = (statement: PolicyStatement, kind: PolicyKind): string | undefined => {
  const { principals, notPrincipals, resources, notResources } = statement
  const names = principals !== undefined || notPrincipals !== undefined
  if (kind === 'identity' && names) return 'a policy of an identity may not name principals'
  if (kind === 'identity' && !resources && !notResources) return 'it must have either Resource or NotResource'
  return kind === 'resource' && !names ? 'it must have either Principal or NotPrincipal' : undefined
}

const unknownOperator = (
  { conditions }: PolicyStatement,
  compiled: readonly (Condition | undefined)[],
): string | undefined => {
  const at = compiled.indexOf(undefined)
  return at === -1 ? undefined : `there is no condition operator ${conditions[at]?.operator}`
}

/** Actions ignore case. */
const compileActions = ({ actions, notActions }: PolicyStatement): ((action: string) => boolean) => {
  const globs = (actions ?? notActions ?? []).map(text => compileGlob(text.toLowerCase()))
  const covers = (action: string): boolean => globs.some(glob => globTest(glob, action))
  return actions ? covers : action => !covers(action)
}
