import {
  defineCheck,
  ifReadable,
  preferencesCommands,
  runAsFault,
  type JudgedNode,
  type PreferencesVersion,
  type RunAsFault,
} from '../../src/core/index.ts'
import { FIELD_CAUSES, inVersions, shownIn } from './in-versions.ts'

/** aws: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-run-as.html */
const TAG = 'SSMSessionRunAs'

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
    // Which nodes it hurts, not whether it is so, rests on them.
    const nodes = ifReadable(() => Object.values(judgedNodes))
    const hurt = nodes?.filter(node => !isWindows(node)).map(node => node.id)
    const inSome = (isSo: (version: PreferencesVersion) => boolean) =>
      inVersions(preferences, 'runAsDefaultUser', isSo)
    const refused = inSome(version => isRefused(faultOf(version)))
    const found = refused ?? inSome(version => faultOf(version) !== undefined) ?? inSome(hangsOnTag)
    if (!found) return undefined
    const [first] = found.versions
    return {
      message: `${messageOf(first)}${found.where}`,
      about: 'runAsDefaultUser',
      ...(nodes && nodes.length > 0 && hurt?.length === 0 && { severity: 'info' as const }),
      ...(refused ? found.verdict : { verdict: 'unknown' as const }),
      ...(hurt && { affects: hurt }),
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
const faultOf = (version: PreferencesVersion): RunAsFault | undefined =>
  isOn(version) ? runAsFault(version.inputs.runAsDefaultUser) : undefined

const isRefused = (fault: RunAsFault | undefined): boolean => fault === 'root' || fault === 'impossible'

const messageOf = (version: PreferencesVersion): string => {
  const fault = faultOf(version)
  if (fault === undefined) return NO_DEFAULT
  const user = `the default user of Run As, ${JSON.stringify(version.inputs.runAsDefaultUser)},`
  return WORDS[fault](user)
}

const WORDS: Readonly<Record<RunAsFault, (user: string) => string>> = {
  root: () =>
    'the default user of Run As is root, as whom the agent starts no shell: sessions are refused with the words "invalid uid and gid"',
  impossible: user => `${user} is no name that a user can have: sessions are refused`,
  unusual: user =>
    `${user} is a name that some systems take and others do not: where it is no user, sessions are refused`,
}

const hangsOnTag = (version: PreferencesVersion): boolean =>
  isOn(version) && version.inputs.runAsDefaultUser === ''
