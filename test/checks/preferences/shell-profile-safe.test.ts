import { describe, expect, it } from 'vitest'
import check from '../../../checks/preferences/shell-profile-safe.ts'
import { profileFaults } from '../../../src/core/preferences/profile-lines.ts'
import { preferencesContent } from '../../support/healthy.ts'
import { testCheck } from '../../support/test-check.ts'
import { NAME, set, writeTwo } from './written.ts'

const linux = (text: string) => ({ shellProfile: { linux: text, windows: '' } })

testCheck(check, {
  'a profile that ends the shell': {
    break: world => set(world, linux('cd /tmp\nexit')),
    finds: [
      {
        subject: NAME,
        message: 'line 2 of shellProfile.linux is "exit": every session ends as soon as it has opened',
        severity: 'high',
        about: 'shellProfile.linux end',
        fixable: false,
      },
    ],
  },
  'a password': {
    break: world => set(world, linux('export DB_PASSWORD=hunter2hunter2')),
    finds: [
      {
        subject: NAME,
        message:
          'line 1 of shellProfile.linux holds a secret in plain text: everybody who may read the document has it',
        severity: 'high',
      },
    ],
  },
  'a password under a short name': {
    break: world => set(world, linux('export DB_PWD=hunter2hunter2')),
    finds: [{ subject: NAME, severity: 'high', about: 'shellProfile.linux secret' }],
  },
  'an end with a word on it': {
    break: world => set(world, linux('exit 0 # closed for now')),
    finds: [{ subject: NAME, about: 'shellProfile.linux end' }],
  },
  'a shell without history': {
    break: world => set(world, linux('bash\nunset HISTFILE')),
    finds: [{ subject: NAME, message: /^line 2 of shellProfile.linux is "unset HISTFILE"/, severity: 'low' }],
  },
  'an end on a condition': {
    break: world => set(world, linux('[ -f /etc/closed ] && exit 1')),
    finds: [
      {
        subject: NAME,
        message: 'line 1 of shellProfile.linux is "exit 1", which ends the session if its condition holds',
        verdict: 'unknown',
      },
    ],
  },
  'a profile for Windows': {
    break: world => set(world, { shellProfile: { linux: '', windows: 'cd C:\\; exit' } }),
    finds: [{ subject: NAME, message: /^line 1 of shellProfile.windows is "exit"/ }],
  },
  'an end in the latest version': {
    break: world => writeTwo(world, preferencesContent(), preferencesContent(linux('logout'))),
    finds: [
      {
        subject: NAME,
        message:
          'line 1 of shellProfile.linux is "logout": every session ends as soon as it has opened in the latest version 4 alone',
        verdict: 'unknown',
      },
    ],
  },
  'what people do in good faith': {
    break: world =>
      set(
        world,
        linux(
          [
            'exec bash',
            'export HISTTIMEFORMAT="%F %T "',
            'HISTCONTROL=ignorespace',
            'export PWD=/home/ops',
            'export HISTFILE=/var/log/history/$USER',
            'export TOKEN=$(aws secretsmanager get-secret-value --secret-id app)',
            'export API_KEY={{ssm:/app/key}}',
            'echo "type exit to leave"',
            '# exit',
            'alias q=exit',
          ].join('\n'),
        ),
      ),
    finds: [],
  },
})

const kinds = (profile: string): string[] => profileFaults(profile).map(one => `${one.line} ${one.fault}`)

describe('the reading of a shell profile', () => {
  it.each([
    ['exit', ['1 end']],
    ['exit 0;', ['1 end']],
    ['logout', ['1 end']],
    ['cd /; exit', ['1 end']],
    ['kill -9 $$', ['1 end']],
    ['if [ -z "$A" ]; then exit; fi', ['1 perhaps end']],
    ['if true\nthen\n  exit\nfi\ncd /', ['3 perhaps end']],
    ['f() {\n  exit\n}\nexit', ['2 perhaps end', '4 end']],
    ['set -e', ['1 perhaps end']],
    ['set -euo pipefail', ['1 perhaps end']],
    ['set -x', []],
    ['HISTSIZE=0', ['1 history']],
    ['HISTSIZE=0100', []],
    ['export HISTFILE=/dev/null', ['1 history']],
    ['set +o history', ['1 history']],
    ['history -c', ['1 history']],
    ['history', []],
    ['AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE', ['1 secret']],
    ['-----BEGIN RSA PRIVATE KEY-----', ['1 secret']],
    ["token='abcdef123456'", ['1 secret']],
    ['token="$TOKEN"', []],
    ['password=', []],
    ['PASSWORD_FILE=/run/secrets/app', []],
    ['exit_code=0', []],
    ['exits', []],
    ['', []],
  ])('%j', (profile, expected) => {
    expect(kinds(profile)).toEqual(expected)
  })
})
