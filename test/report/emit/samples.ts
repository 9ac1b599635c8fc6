import type { Change } from '../../../src/core/changes/change.ts'
import { inOrder } from '../../../src/core/changes/specs.ts'
import { FORWARD, OWN_GROUP } from '../../apply/changes.ts'

const GROUP: Change = { type: 'create-group', region: 'eu-north-1', vpcId: 'vpc-0aa', groupName: OWN_GROUP }

/** The samples' ids are short: checkers of code ask for whole ones. */
const withWholeIds = (change: Change): Change =>
  JSON.parse(JSON.stringify(change).replaceAll(/\b(vpc|sg)-(0[a-f]{2})"/g, '$1-$200000000000000"'))

/** A change that speaks of a group by its name needs the step that creates it. */
const withGroup = (change: Change): readonly Change[] =>
  'group' in change && !('groupId' in change.group) ? [GROUP, change] : [change]

/** The changes of a plan for each sample: one, with what it rests on. */
export const SAMPLES: Readonly<Record<string, readonly Change[]>> = Object.fromEntries(
  Object.entries(FORWARD).map(([name, { change }]) => [name, withGroup(change).map(withWholeIds)]),
)

/** All samples as one plan: each change once, in the order of plans. */
export const ALL_SAMPLES: readonly Change[] = inOrder(
  Object.values(SAMPLES)
    .flat()
    .filter((change, at, all) => all.findIndex(one => JSON.stringify(one) === JSON.stringify(change)) === at),
)
