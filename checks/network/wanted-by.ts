import { asNamed, type NamedBy, type Problem } from '../../src/core/index.ts'

/** Something in the preferences that needs a service, and which of their versions name it. */
export interface Wish {
  readonly namedBy: NamedBy
  readonly certain: boolean
  /** Under every version that names it sessions are refused without it. */
  readonly encryptionRequired?: boolean
}

/** Versions that name different things of one kind all need its service. */
const isNeeded = (wishes: readonly Wish[]): boolean =>
  wishes.some(wish => wish.certain) || versionsOf(wishes).length > 1

const versionsOf = (wishes: readonly Wish[]): NamedBy => [...new Set(wishes.flatMap(wish => wish.namedBy))]

/** Whether sessions are refused where the service cannot be reached, under whichever version they follow. */
export const isDemanded = (wishes: readonly Wish[]): boolean =>
  isNeeded(wishes) && wishes.every(wish => wish.encryptionRequired)

/** A problem with a path that only one of two versions needs is not known: sessions may follow the other. */
export const asWanted = (problem: Problem, wishes: readonly Wish[], name: string): Problem =>
  asNamed(problem, { namedBy: versionsOf(wishes), certain: isNeeded(wishes) }, name)
