import type { Declared } from '../core/records.ts'
import type { KnownFinding, Rules } from '../core/rules.ts'
import type { World } from '../core/snapshot.ts'
import type { Config } from './config.ts'
import { filledIn, type Place } from './placeholders.ts'
import { typedPreferences } from './typed-preferences.ts'

/** What a run goes by in an account and Region: what is declared of it, and how findings are ruled upon. */
export interface Terms {
  readonly declared: (place: Place) => Declared
  readonly rules: (place: Place) => Rules
}

/**
 * What a config says, as a run goes by it.
 * @param baseline the findings that are accepted, by fingerprint
 */
export const termsOf = (config: Config, baseline?: Readonly<Record<string, KnownFinding>>): Terms => ({
  declared: place => filledIn(declaredBy(config), place),
  rules: place => ({
    severity: config.severity ?? {},
    waivers: filledIn(config.waivers ?? [], place),
    regions: config.regions ?? [],
    ...(baseline && { baseline }),
  }),
})

/** A world that goes by these terms. */
export const onTerms = (world: World, { declared, rules }: Terms): World => ({
  ...world,
  declared: declared(world.scope),
  rules: rules(world.scope),
})

const declaredBy = ({ expect = {}, operators, administrators }: Config): Declared => {
  const { preferences, ...others } = expect
  return {
    ...others,
    ...(preferences && { preferences: typedPreferences(preferences) }),
    ...(operators && { operators }),
    ...(administrators && { administrators }),
  }
}
