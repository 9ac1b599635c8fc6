import type { ChangeOf } from '../changes/change.ts'
import { parsePreferences } from '../preferences/preferences.ts'
import { recordsOf, type World } from '../snapshot.ts'
import { viewOf } from '../views.ts'
import type { Course } from './users.ts'

/** Whom preferences touch: every session of the Region, whoever opens it. */
export const usersOfDocument = (
  change: ChangeOf<'create-document' | 'update-document' | 'set-default-document-version'>,
  { before }: Course,
): readonly string[] => {
  const world = before.find(({ scope }) => scope.region === change.region)
  if (!world) return []
  return [sessionsIn(world), ...keyUsers(world, change)]
}

const SHOWN = 10

const sessionsIn = (world: World): string => {
  const { whole, missing, records } = viewOf(world, 'judgedNodes')
  const { region } = world.scope
  if (whole ?? missing.size > 0) return `the sessions of all nodes of ${region}, which could not all be read`
  const ids = Object.keys(records)
  const more = ids.length - SHOWN
  const shown = ids.slice(0, SHOWN).join(', ') + (more > 0 ? ` and ${more} more` : '')
  const all = ids.length === 1 ? 'the one node' : `all ${ids.length} nodes`
  return `the sessions of ${all} of ${region}${ids.length > 0 ? ` (${shown})` : ''}`
}

const keyIn = (content: string): string =>
  parsePreferences('default', { version: '', content }).inputs.kmsKeyId

/** With a new session key, those who open sessions have to be allowed it too. */
const keyUsers = (world: World, change: Parameters<typeof usersOfDocument>[0]): readonly string[] => {
  const key = keyIn(textAfter(change))
  const { default: current, latest } = recordsOf(world, 'preferencesDocuments')[change.name] ?? {}
  const known = [current, latest].some(version => version && keyIn(version.content) === key)
  return key === '' || known
    ? []
    : [`everyone who opens sessions: they have to call kms:GenerateDataKey on ${key}`]
}

const textAfter = (change: Parameters<typeof usersOfDocument>[0]): string => {
  if (change.type === 'create-document') return change.content
  return change.type === 'update-document' ? change.to : change.to.content
}
