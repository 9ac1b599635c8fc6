import { CLAIMS } from './claims.ts'
import { FRAMEWORKS } from './frameworks.ts'
import { TITLES } from './titles.ts'
import { FRAMEWORK_IDS, type Control } from './types.ts'

/** A control, and what of it a check shows. */
export interface ControlReason {
  readonly control: Control
  readonly shows: string
}

/** The controls that a check gives evidence for, each with the reason, by framework. */
export const controlsOf = (check: string): readonly ControlReason[] =>
  FRAMEWORK_IDS.flatMap(id =>
    CLAIMS.filter(({ checks }) => checks.includes(check)).flatMap(({ shows, controls }) =>
      (controls[id] ?? []).map(control => ({
        control: { framework: FRAMEWORKS[id], id: control, title: TITLES[id][control] ?? '' },
        shows,
      })),
    ),
  )
