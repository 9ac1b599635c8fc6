import { readFileSync } from 'node:fs'
import { Ajv, type ValidateFunction } from 'ajv'
import { pathText, schemaProblem } from '../config-problem.ts'
import { PluginFault } from './plugin.ts'

/** What stands under this name in plugin.schema.json. */
type Shape = 'check' | 'problem'

/**
 * Somebody else's value as plain data of our own: copied once, so that no getter and no proxy answers otherwise later.
 * @throws PluginFault where it does not look as it should
 */
export const plainData = (value: unknown, shape: Shape): unknown => {
  const text: string | undefined = JSON.stringify(value)
  const copy: unknown = text === undefined ? undefined : JSON.parse(text)
  const validate = validatorOf(shape)
  if (validate(copy)) return copy
  const { path, problem } = schemaProblem(validate.errors ?? [])
  throw new PluginFault(path.length > 0 ? `${pathText(path)}: ${problem}` : problem)
}

const validators = new Map<Shape, ValidateFunction>()

const validatorOf = (shape: Shape): ValidateFunction => {
  const validator = validators.get(shape) ?? compiled(shape)
  validators.set(shape, validator)
  return validator
}

const compiled = (shape: Shape): ValidateFunction => {
  const file = new URL('../plugin.schema.json', import.meta.url)
  const { definitions } = JSON.parse(readFileSync(file, 'utf8')) as { readonly definitions: object }
  const ajv = new Ajv({ allErrors: true, verbose: true })
  // An editor's word for what a pattern stands for, and ours.
  ajv.addKeyword('patternErrorMessage')
  return ajv.compile({ $ref: `#/definitions/${shape}`, definitions })
}
