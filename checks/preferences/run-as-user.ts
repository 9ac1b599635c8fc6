import {
  defineCheck,
  preferencesCommands,
  type JudgedNode,
  type PreferencesVersion,
} from '../../src/core/index.ts'
import { FIELD_CAUSES, inVersions, shownIn } from './in-versions.ts'

/** aws: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-run-as.html */
const TAG = 'SSMSessionRunAs'
const LOCAL_USER = /^[a-z_][a-z0-9_-]{0,31}\$?$/
const DOMAIN_USER = /^(?:[^\s\\@]+\\[^\s\\@]+|[^\s\\@]+@[^\s\\@]+)$/

export default defineCheck({
  id: 'preferences/run-as-user',
  title: 'sessions can run as the user whom the preferences name',
  why: 'With Run As on, the agent starts the shell as that user or not at all: there is no falling back to ssm-user, and root is refused.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-run-as.html',
  severity: 'high',
  fix: 'none',
  each: 'preferences',
  needs: ['judgedNodes'],
  after: ['preferences/document-exists'],
  mayFollow: FIELD_CAUSES,
  run(preferences, { judgedNodes }, scope) {
    const nodes = Object.values(judgedNodes)
    const hurt = nodes.filter(node => !isWindows(node)).map(node => node.id)
    const refused = inVersions(preferences, 'runAsDefaultUser', version => faultOf(version) !== undefined)
    const found = refused ?? inVersions(preferences, 'runAsDefaultUser', hangsOnTag)
    if (!found) return undefined
    const [first] = found.versions
    return {
      message: `${faultOf(first) ?? NO_DEFAULT}${found.where}`,
      about: 'runAsDefaultUser',
      ...(nodes.length > 0 && hurt.length === 0 && { severity: 'info' as const }),
      ...(refused ? found.verdict : { verdict: 'unknown' as const }),
      affects: hurt,
      because: found.because,
      evidence: [
        ...shownIn(found, 'runAsEnabled', () => 'true'),
        ...shownIn(found, 'runAsDefaultUser', ({ inputs }) => inputs.runAsDefaultUser || 'not set'),
      ],
      remedy: {
        text: `name a user that exists on every node, and is not root, as runAsDefaultUser; or tag each principal who opens sessions with ${TAG}, which wins over the default`,
        commands: preferencesCommands(preferences.name, [], scope),
      },
    }
  },
})

const NO_DEFAULT = `Run As is on without a default user: a session opens only for principals that carry the tag ${TAG}, and is refused to others with the words "please set the RunAs default user"`

/** Windows knows no Run As. */
const isWindows = ({ managed, instance }: JudgedNode): boolean =>
  (managed?.platformType ?? instance?.platform ?? '').toLowerCase() === 'windows'

const isOn = ({ inputs, leftToNode }: PreferencesVersion): boolean =>
  inputs.runAsEnabled && !leftToNode.includes('runAsDefaultUser')

/** What is wrong with the user whoever opens the session without the tag. */
const faultOf = (version: PreferencesVersion): string | undefined => {
  const user = version.inputs.runAsDefaultUser
  if (!isOn(version) || user === '') return undefined
  if (user === 'root')
    return 'the default user of Run As is root, as whom the agent starts no shell: sessions are refused with the words "invalid uid and gid"'
  if (LOCAL_USER.test(user) || DOMAIN_USER.test(user)) return undefined
  return `the default user of Run As, ${JSON.stringify(user)}, is no name that a user can have: sessions are refused`
}

const hangsOnTag = (version: PreferencesVersion): boolean =>
  isOn(version) && version.inputs.runAsDefaultUser === ''
