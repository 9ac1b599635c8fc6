import { describe, expect, it } from 'vitest'
import { prefer, preferLater } from '../checks/policies.ts'
import { DB, GROUP, HYBRID, REGION, WEB } from '../support/healthy.ts'
import type { BreakableWorld } from '../support/mutable.ts'
import { eachNode, WELL } from '../support/set-ups/set-up.ts'
import * as networks from '../support/traps/networks.ts'
import * as permissions from '../support/traps/permissions.ts'
import * as sessions from '../support/traps/sessions.ts'
import type { Traps } from '../support/traps/trap.ts'
import { judge, outcomesIn, rootsIn, worldWith } from './judge.ts'

/** What a diagnosis of sessions gets wrong easily, by number: near misses of each. */
const TRAPS: Readonly<Record<string, Traps>> = {
  '1: the older message service is not needed': permissions.OLD_MESSAGES,
  '2: there are no tiers any more': sessions.TIERS,
  '3: Online is not connected': sessions.ONLINE,
  '5: rights that the agent does without': permissions.NOT_NEEDED,
  '6: the listing of log groups is for all of them or for none': permissions.LISTING,
  '8: permissions count on the role in use': permissions.ROLE_IN_USE,
  '9: what is lost in silence is a failure': permissions.SILENT_LOSS,
  '10: both versions of the preferences count': sessions.VERSIONS,
  '11: sessions of ports have no log': sessions.PORTS,
  '12: the simulator does not see the policies of resources': permissions.SIMULATOR,
  '13: names decide between an endpoint and a NAT gateway': networks.NAT_AND_ENDPOINT,
  '14: an endpoint in one zone serves them all': networks.SINGLE_ZONE,
  '15: what another account does not show is not missing': networks.SHARED_VPC,
  '17: what is not listed is stopped, or lost for long': sessions.ABSENT,
  '19: default encryption satisfies one flag of the two': sessions.ENCRYPTION,
  '20: metadata has to be there, with tokens or without': sessions.METADATA,
  '21: a leading slash is part of the key': permissions.LEADING_SLASH,
  '22: a key of another account has to be named by an ARN': sessions.FOREIGN_KEYS,
}

describe.each(Object.entries(TRAPS))('%s', (_trap, near) => {
  it.each(Object.entries(near))('%s', (_name, { alter, roots, outcomes }) => {
    const report = judge(worldWith(alter))
    expect(rootsIn(report)).toEqual([...roots].sort())
    const others = Object.keys(outcomesIn(report)).map(id => [id, WELL])
    expect(outcomesIn(report)).toEqual({ ...Object.fromEntries(others), ...outcomes })
  })
})

const commandsOf = (alter: (world: BreakableWorld) => void, check: string): readonly string[] =>
  judge(worldWith(alter)).findings.find(finding => finding.check === check)?.remediation.commands ?? []

describe('7: one text about the encryption of the log group has four causes', () => {
  const CAUSES: Readonly<Record<string, readonly [(world: BreakableWorld) => void, string]>> = {
    'there is no such group': [
      world => {
        world.records.logGroups = {}
      },
      'logs/log-group-exists',
    ],
    'groups may not be listed': [
      permissions.LISTING['the listing of groups is for the named group']?.alter ?? (() => {}),
      'logs/describe-log-groups',
    ],
    'the service cannot be reached': [
      world => {
        delete world.records.vpcEndpoints['vpce-0a1b2c3d4e5f60003']
      },
      'network/logs-path',
    ],
    'the group has no key': [
      world => {
        delete world.records.logGroups[GROUP]?.kmsKeyId
      },
      'logs/log-group-encrypted',
    ],
  }

  it.each(Object.entries(CAUSES))('%s', (_name, [alter, check]) => {
    const report = judge(worldWith(alter))
    const hurt = report.outcomes.filter(({ node, canConnect }) => canConnect === 'no' && node !== HYBRID)
    expect(hurt.map(one => one.node).sort()).toEqual([WEB, DB])
    expect(new Set(hurt.map(one => one.userSees?.slice(0, 71)))).toEqual(
      new Set(["We couldn't start the session because encryption is not set up on the s"]),
    )
    const roots = report.findings.filter(one => one.causedBy === undefined && one.verdict === 'fail')
    expect([...new Set(roots.map(one => one.check))]).toEqual([check])
  })
})

describe('23: a document is written where it changes, and then made the default', () => {
  it('what the latest version has already is not written again: AWS refuses the same text', () => {
    const commands = commandsOf(world => {
      prefer(world, { cloudWatchStreamingEnabled: false })
      preferLater(world, {})
    }, 'preferences/default-version-current')
    expect(commands.join('\n')).toContain('update-document-default-version')
    expect(commands.join('\n')).not.toMatch(/update-document /)
  })

  it('what is edited becomes the default afterwards', () => {
    const commands = commandsOf(
      world => prefer(world, { cloudWatchStreamingEnabled: 'true' }),
      'preferences/schema-valid',
    )
    const [at, after] = [/update-document /, /update-document-default-version /].map(one =>
      commands.findIndex(command => one.test(command)),
    )
    expect(at).toBeGreaterThan(0)
    expect(after).toBeGreaterThan(at ?? Infinity)
  })
})

describe('24: what a version of the preferences holds beyond what is known is kept', () => {
  it('edits begin with the text of the latest version', () => {
    const [fetch] = commandsOf(
      world => prefer(world, { cloudWatchStreamingEnabled: 'true', auditTrail: 'central' }),
      'preferences/schema-valid',
    )
    expect(fetch).toContain('get-document')
    expect(fetch).toContain("'$LATEST'")
    expect(fetch).toContain(REGION)
  })

  it('a field that is not known is told, and nobody is told to take it out', () => {
    const report = judge(worldWith(world => prefer(world, { auditTrail: 'central' })))
    expect(rootsIn(report)).toEqual(['info preferences/schema-valid SSM-SessionManagerRunShell auditTrail'])
    expect(report.findings[0]?.remediation.text).not.toMatch(/remove|delete|take/)
    expect(outcomesIn(report)).toEqual(eachNode(WELL))
  })
})

/** The traps that no world of this program can hold yet, and why. */
const ELSEWHERE: Readonly<Record<number, string>> = {
  4: 'that an output URL proves no log is for checks of recorded sessions: sessions are not read',
  16: 'that a repair takes time to be seen is for what waits after writing: test/cli/settle.test.ts',
  18: '${aws:username} in the policies of people is for checks of operators: users and their policies are not read',
}

it('each of the 24 has near misses, or a reason to have none', () => {
  const told = [...Object.keys(TRAPS).map(name => Number.parseInt(name, 10)), 7, 23, 24]
  const all = [...told, ...Object.keys(ELSEWHERE).map(Number)].sort((a, b) => a - b)
  expect(all).toEqual(Array.from({ length: 24 }, (_, at) => at + 1))
})
