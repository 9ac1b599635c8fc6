import { prefer, preferLater } from '../../checks/policies.ts'
import { DB, GROUP, HYBRID, preferencesContent, WEB } from '../healthy.ts'
import type { BreakableWorld } from '../mutable.ts'
import { broken, onEach, type Causes } from './cause.ts'

const DOCUMENT = 'SSM-SessionManagerRunShell'
const ALL = [WEB, DB, HYBRID]

/** The preferences under another name than the one that sessions read. */
const renamed = (world: BreakableWorld, name: string): void => {
  world.records.preferencesDocuments = {}
  world.records.sessionDocuments[name] = { name, default: { version: '1', content: preferencesContent() } }
}

const DECLARED = { cloudWatchLogGroupName: GROUP, cloudWatchStreamingEnabled: true }

/** Preferences that were changed twice since they were as agreed on, and the versions that tell. */
const drifted = (world: BreakableWorld): void => {
  const changed = { cloudWatchStreamingEnabled: false, idleSessionTimeout: '45' }
  prefer(world, changed)
  const versions = [
    { version: '3', content: preferencesContent(changed), createdAt: '2026-11-02T15:04:05.000Z' },
    {
      version: '2',
      content: preferencesContent({ cloudWatchStreamingEnabled: false }),
      createdAt: '2026-09-17T07:30:00.000Z',
    },
    { version: '1', content: preferencesContent(), createdAt: '2026-03-05T10:00:00.000Z' },
  ]
  world.records.documentVersions[DOCUMENT] = { name: DOCUMENT, versions, older: 0 }
}

/** What the preferences say, and whether it is the preferences that say it. */
export const PREFERENCES: Causes = {
  'run-as-without-a-user': {
    number: 8,
    world: broken(world => prefer(world, { runAsEnabled: true, runAsDefaultUser: '' })),
    names: [`preferences/run-as-user ${DOCUMENT}`],
    hurt: onEach(ALL, 'unknown yes yes yes'),
  },
  'run-as-root': {
    number: 8,
    world: broken(world => prefer(world, { runAsEnabled: true, runAsDefaultUser: 'root' })),
    names: [`preferences/run-as-user ${DOCUMENT}`],
    hurt: onEach(ALL, 'no yes yes yes'),
    sees: onEach(ALL, 'Unable to start command: invalid uid and gid'),
  },
  'preferences-in-SessionManagerPreferences': {
    number: 11,
    world: broken(world => renamed(world, 'SessionManagerPreferences')),
    names: [`preferences/document-exists ${DOCUMENT}`],
    folded: [
      `preferences/logging-enabled ${DOCUMENT} <- preferences/document-exists ${DOCUMENT}`,
      `preferences/no-decoy-document SessionManagerPreferences <- preferences/document-exists ${DOCUMENT}`,
    ],
    hurt: onEach(ALL, 'yes off off off'),
  },
  'preferences-in-SessionPreferences': {
    number: 11,
    world: broken(world => renamed(world, 'SessionPreferences')),
    names: [`preferences/document-exists ${DOCUMENT}`],
    folded: [
      `preferences/logging-enabled ${DOCUMENT} <- preferences/document-exists ${DOCUMENT}`,
      `preferences/no-decoy-document SessionPreferences <- preferences/document-exists ${DOCUMENT}`,
    ],
    hurt: onEach(ALL, 'yes off off off'),
  },
  'own-document-without-records': {
    world: broken(({ records }) => {
      const content = preferencesContent({ cloudWatchLogGroupName: '', s3BucketName: '' })
      records.sessionDocuments['Team-Shell'] = { name: 'Team-Shell', default: { version: '1', content } }
    }),
    names: ['preferences/custom-document-logging Team-Shell'],
  },
  'streaming-off': {
    number: 35,
    world: broken(world => prefer(world, { cloudWatchStreamingEnabled: false })),
    names: [`preferences/streaming-enabled ${DOCUMENT}`],
  },
  'default-version-behind': {
    number: 40,
    world: broken(world => {
      prefer(world, { cloudWatchLogGroupName: '', cloudWatchEncryptionEnabled: false })
      preferLater(world, {})
    }),
    names: [`preferences/default-version-current ${DOCUMENT}`],
    hurt: onEach(ALL, 'yes unknown yes yes'),
  },
  'preferences-drifted': {
    world: broken(drifted),
    asked: { preferences: DECLARED, idleSessionTimeout: { atMost: 20 } },
    names: [`preferences/as-declared ${DOCUMENT}`],
    folded: [`preferences/streaming-enabled ${DOCUMENT} <- preferences/as-declared ${DOCUMENT}`],
  },
  'preferences-overwritten': {
    number: 40,
    world: broken(world => prefer(world, { cloudWatchLogGroupName: '', s3BucketName: '' })),
    asked: { preferences: { cloudWatchLogGroupName: GROUP } },
    names: [`preferences/as-declared ${DOCUMENT}`],
    folded: [`preferences/logging-enabled ${DOCUMENT} <- preferences/as-declared ${DOCUMENT}`],
    hurt: onEach(ALL, 'yes off off yes'),
  },
}
