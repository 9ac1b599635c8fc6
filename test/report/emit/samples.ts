import type { Change } from '../../../src/core/changes/change.ts'
import { inOrder } from '../../../src/core/changes/specs.ts'
import { FORWARD, OWN_GROUP } from '../../apply/changes.ts'

const GROUP: Change = { type: 'create-group', region: 'eu-north-1', vpcId: 'vpc-0aa', groupName: OWN_GROUP }

/** The samples' ids are short: checkers of code ask for whole ones. */
const withWholeIds = (change: Change): Change =>
  JSON.parse(JSON.stringify(change).replaceAll(/\b(vpc|sg)-(0[a-f]{2})"/g, '$1-$200000000000000"'))

/** A document of preferences with the words of a sample's text. */
const asPreferences = (text: string): string =>
  JSON.stringify({
    schemaVersion: '1.0',
    description: text,
    sessionType: 'Standard_Stream',
    inputs: { cloudWatchStreamingEnabled: true, runAsEnabled: false, idleSessionTimeout: '20' },
  })

/** The samples' documents are any JSON: cfn-lint knows what preferences look like. */
const withPreferences = (change: Change): Change => {
  if (change.type === 'create-document') return { ...change, content: asPreferences(change.content) }
  if (change.type === 'update-document') return { ...change, to: asPreferences(change.to) }
  if (change.type !== 'set-default-document-version') return change
  return { ...change, to: { ...change.to, content: asPreferences(change.to.content) } }
}

/** What a change rests on: the group that it names, the version that it makes the default. */
const withBasis = (change: Change): readonly Change[] => {
  if ('group' in change && !('groupId' in change.group)) return [GROUP, change]
  if (change.type !== 'set-default-document-version' || change.to.version !== undefined) return [change]
  const { region, name, from, to } = change
  return [{ type: 'update-document', region, name, from, to: to.content }, change]
}

/** The changes of a plan for each sample: one, with what it rests on. */
export const SAMPLES: Readonly<Record<string, readonly Change[]>> = Object.fromEntries(
  Object.entries(FORWARD).map(([name, { change }]) => [
    name,
    withBasis(change).map(withPreferences).map(withWholeIds),
  ]),
)

/** All samples as one plan: each change once, in the order of plans. */
export const ALL_SAMPLES: readonly Change[] = inOrder(
  Object.values(SAMPLES)
    .flat()
    .filter((change, at, all) => all.findIndex(one => JSON.stringify(one) === JSON.stringify(change)) === at),
)
