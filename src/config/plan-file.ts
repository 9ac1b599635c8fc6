import { readFileSync, statSync } from 'node:fs'
import type { Change } from '../core/changes/change.ts'
import { isChange, isObject } from '../core/changes/shapes.ts'
import { UsageError } from '../core/errors.ts'
import { digestOfChanges } from '../core/plan/digest.ts'
import { reasonOf, writePrivateFile } from './write-file.ts'

const FORMAT = 'ssm-doctor-plan'
const VERSION = 1
const LARGEST_BYTES = 64 * 1024 * 1024

/** What a plan was made for: the checks and nodes that were chosen, as the flags say them. */
export interface PlannedFor {
  readonly regions: readonly string[]
  readonly only: readonly string[]
  readonly skip: readonly string[]
  readonly instances: readonly string[]
  readonly tags: Readonly<Record<string, string>>
}

/** A step as it was reviewed. */
export interface PlannedStep {
  readonly describe: string
  readonly risk: string
  readonly change: Change
}

/** A plan on disk: what was reviewed is what runs. */
export interface PlanFile {
  readonly tool: string
  readonly madeAt: string
  readonly accountId: string
  readonly for: PlannedFor
  readonly digest: string
  readonly steps: readonly PlannedStep[]
}

/**
 * Writes a plan whole or not at all, readable for its owner alone.
 * @throws UsageError where the file cannot be written
 */
export const writePlan = (path: string, plan: PlanFile): void =>
  writePrivateFile(
    path,
    `${JSON.stringify({ format: FORMAT, version: VERSION, ...plan }, undefined, 2)}\n`,
    'plan',
  )

/**
 * Reads a plan.
 * @throws UsageError in one line where it cannot be read, is no plan, of a newer version, or not as it was written
 */
export const readPlan = (path: string): PlanFile => {
  const refuse = (why: string): never => {
    throw new UsageError(`reading plan ${path}: ${why}; make it anew with: ssm-doctor fix --plan-out FILE`)
  }
  const data = parsed(path, refuse)
  if (!isObject(data) || data['format'] !== FORMAT) return refuse('it is no plan of ssm-doctor')
  if (typeof data['version'] !== 'number' || data['version'] > VERSION)
    return refuse(`it has version ${String(data['version'])}, this program knows ${VERSION}`)
  if (!isPlan(data)) return refuse('it is not whole')
  if (digestOfChanges(data.steps.map(({ change }) => change)) !== data.digest)
    return refuse('its steps are not those that were planned')
  return data
}

const parsed = (path: string, refuse: (why: string) => never): unknown => {
  try {
    const { size } = statSync(path)
    if (size > LARGEST_BYTES) throw new Error(`it holds ${size} bytes, more than ${LARGEST_BYTES}`)
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    return refuse(cause instanceof SyntaxError ? 'it is not whole JSON' : reasonOf(cause))
  }
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every(one => typeof one === 'string')

const isPlannedFor = (value: unknown): value is PlannedFor =>
  isObject(value) &&
  ['regions', 'only', 'skip', 'instances'].every(name => isTexts(value[name])) &&
  isTexts(value['regions']) &&
  value['regions'].length > 0 &&
  isObject(value['tags']) &&
  isTexts(Object.values(value['tags']))

const isStep = (value: unknown): value is PlannedStep =>
  isObject(value) &&
  typeof value['describe'] === 'string' &&
  typeof value['risk'] === 'string' &&
  isChange(value['change'])

const isPlan = (value: unknown): value is PlanFile =>
  isObject(value) &&
  ['tool', 'madeAt', 'accountId', 'digest'].every(name => typeof value[name] === 'string') &&
  isPlannedFor(value['for']) &&
  Array.isArray(value['steps']) &&
  value['steps'].every(isStep)
