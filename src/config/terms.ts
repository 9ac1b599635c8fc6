import type { Declared } from '../core/records.ts'
import type { Config } from './config.ts'
import { filledIn, type Place } from './placeholders.ts'
import { typedPreferences } from './typed-preferences.ts'

/** What a run goes by, in an account and Region. */
export interface Terms {
  declared(place: Place): Declared
}

/** What a config says, as a run goes by it. */
export const termsOf = (config: Config): Terms => ({
  declared: place => filledIn(declaredBy(config), place),
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
