import check from '../../../checks/preferences/timeouts-set.ts'
import { preferencesContent } from '../../support/healthy.ts'
import { testCheck } from '../../support/test-check.ts'
import { NAME, set, writeTwo } from './written.ts'

const endless = 'maxSessionDuration is not set: a session that is in use never ends by itself'
const idle = 'idleSessionTimeout is not set: idle sessions end after 20 minutes, the default of AWS'

testCheck(check, {
  'no longest duration': {
    break: world => set(world, { maxSessionDuration: undefined }),
    finds: [
      { subject: NAME, message: endless, severity: 'low', about: 'maxSessionDuration', fixable: false },
    ],
  },
  'no longest duration where one is declared': {
    break: world => {
      set(world, { maxSessionDuration: undefined, idleSessionTimeout: undefined })
      world.declared = { preferences: { maxSessionDuration: '480', idleSessionTimeout: '' } }
    },
    finds: [
      { subject: NAME, message: endless, fixable: true },
      { subject: NAME, message: idle, fixable: false },
    ],
  },
  'no idle timeout': {
    break: world => set(world, { idleSessionTimeout: '' }),
    finds: [{ subject: NAME, message: idle, severity: 'info', about: 'idleSessionTimeout' }],
  },
  'neither of them': {
    break: world => set(world, { idleSessionTimeout: undefined, maxSessionDuration: '' }),
    finds: [`${NAME}: ${endless}`, `${NAME}: ${idle}`],
  },
  'a latest version without an end': {
    break: world =>
      writeTwo(world, preferencesContent(), preferencesContent({ maxSessionDuration: undefined })),
    finds: [
      {
        subject: NAME,
        message:
          'maxSessionDuration is not set in the latest version 4 alone: a session that is in use never ends by itself',
        verdict: 'unknown',
      },
    ],
  },
  'the shortest and the longest value': {
    break: world => set(world, { idleSessionTimeout: '1', maxSessionDuration: '1440' }),
    finds: [],
  },
  'values that are wrong, which schema-valid tells': {
    break: world => set(world, { idleSessionTimeout: '0', maxSessionDuration: 90 }),
    finds: [],
  },
})
