import check from '../../../checks/preferences/run-as-user.ts'
import { DB, HYBRID, preferencesContent, WEB } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'
import { NAME, set, writeTwo } from './written.ts'

const runAs = (user: unknown) => ({ runAsEnabled: true, runAsDefaultUser: user })
const windows = (world: BreakableWorld, ...ids: readonly string[]): void => {
  for (const id of ids) Object.assign(world.records.managedNodes[id] ?? {}, { platformType: 'Windows' })
}
const root =
  'the default user of Run As is root, as whom the agent starts no shell: sessions are refused with the words "invalid uid and gid"'

testCheck(check, {
  root: {
    break: world => set(world, runAs('root')),
    finds: [{ subject: NAME, message: root, severity: 'high', affects: [WEB, DB, HYBRID], fixable: false }],
  },
  'a name that cannot be': {
    break: world => set(world, runAs('ec2 user')),
    finds: [
      `${NAME}: the default user of Run As, "ec2 user", is no name that a user can have: sessions are refused`,
    ],
  },
  'a name with capitals': {
    break: world => set(world, runAs('Ec2-User')),
    finds: [
      {
        subject: NAME,
        message:
          'the default user of Run As, "Ec2-User", is a name that some systems take and others do not: where it is no user, sessions are refused',
        verdict: 'unknown',
      },
    ],
  },
  'a name as directories give it': {
    break: world => set(world, runAs('john.doe')),
    finds: [{ subject: NAME, verdict: 'unknown' }],
  },
  'no default user': {
    break: world => set(world, runAs('')),
    finds: [
      {
        subject: NAME,
        message: /^Run As is on without a default user: a session opens only for principals/,
        severity: 'high',
        verdict: 'unknown',
      },
    ],
  },
  'root in the latest version': {
    break: world => writeTwo(world, preferencesContent(), preferencesContent(runAs('root'))),
    finds: [{ subject: NAME, message: `${root} in the latest version 4 alone`, verdict: 'unknown' }],
  },
  'a fleet of which a part is Windows': {
    break: world => {
      set(world, runAs('root'))
      windows(world, WEB)
    },
    finds: [{ subject: NAME, message: root, affects: [DB, HYBRID] }],
  },
  'a fleet of Windows': {
    break: world => {
      set(world, runAs('root'))
      windows(world, WEB, DB, HYBRID)
    },
    finds: [{ subject: NAME, message: root, severity: 'info', affects: [] }],
  },
  'root, where a node could not be read': {
    break: world => {
      set(world, runAs('root'))
      world.gaps.push({ kind: 'managedNodes', id: HYBRID, reason: 'malformed answer', actions: [] })
      delete world.records.managedNodes[HYBRID]
    },
    finds: [{ subject: NAME, message: root, severity: 'high' }],
  },
  'a local user': { break: world => set(world, runAs('ec2-user')), finds: [] },
  'a domain user': { break: world => set(world, runAs('CORP\\ops')), finds: [] },
  'a user of a realm': { break: world => set(world, runAs('Ops.Team@corp.example')), finds: [] },
  'a user that the node fills in': { break: world => set(world, runAs('{{ssm:user}}')), finds: [] },
  'root where Run As is off': {
    break: world => set(world, { runAsEnabled: false, runAsDefaultUser: 'root' }),
    finds: [],
  },
})
