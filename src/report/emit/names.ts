/**
 * Gives each thing a name of its own: the same for the same thing, whenever it is asked for. It is made of the seed, or of
 * the thing where there is none; kinds are what the form tells names apart by.
 */
export type Namer = (kind: string, thing: string, seed?: string) => string

/**
 * Makes names that begin with a letter, are not empty and differ from each other.
 * @param shape a seed as a name of the form
 * @param apart whether things of two kinds need two names
 */
const namer = (shape: (seed: string) => string, apart: boolean, join: string): Namer => {
  const given = new Map<string, string>()
  const taken = new Set<string>()
  return (kind, thing, seed = thing) => {
    const key = JSON.stringify([kind, thing])
    const known = given.get(key)
    if (known !== undefined) return known
    const scope = apart ? '' : `${kind}.`
    const base = shape(seed)
    let name = base
    for (let number = 2; taken.has(scope + name); number += 1) name = `${base}${join}${number}`
    taken.add(scope + name)
    given.set(key, name)
    return name
  }
}

const words = (seed: string): readonly string[] => seed.match(/[A-Za-z0-9]+/g) ?? []

const snake = (seed: string): string => {
  const name = words(seed).join('_').toLowerCase()
  return /^[a-z]/.test(name) ? name : `the_${name}`.replace(/_$/, '')
}

const pascal = (seed: string): string => {
  const name = words(seed)
    .map(word => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('')
  return /^[A-Z]/.test(name) ? name : `The${name}`
}

/** Names of Terraform's resources: `web_session_logs`; resources of two types may share one. */
export const terraformNames = (): Namer => namer(snake, false, '_')

/** Logical ids of a template: `WebSessionLogs`. */
export const logicalIds = (): Namer => namer(pascal, true, '')

/** Names of shell variables. */
export const variableNames = (): Namer => namer((seed: string) => snake(seed), true, '_')
