import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readJournal } from '../../src/apply/journal.ts'
import { isUndoable } from '../../src/apply/journal-folder.ts'
import type { Change } from '../../src/core/changes/change.ts'
import { invertChange } from '../../src/core/changes/specs.ts'
import { account, DIGEST, FORWARD, OWN_GROUP, withGroup } from './changes.ts'
import { removeFolders } from '../support/folders.ts'
import { asBefore } from './account-state.ts'
import { accountWire, useWire, writes } from './account-wire.ts'
import { dieAt, runOf } from './killed-run.ts'
import { planOf } from './long-plan.ts'
import { contextOf, make } from './make.ts'
import { undo } from './undo.ts'
import { carryOut } from '../../src/apply/executors.ts'

useWire({ beforeEach, afterEach })
afterEach(removeFolders)

describe('what is created', () => {
  it('carries the digest of its plan, and a rule says what it is for', async () => {
    const wire = accountWire(account())
    await make(wire, FORWARD['create-group'].change)
    await make(wire, FORWARD['add-group-rule'].change)
    const { groups } = wire.state.network
    const made = Object.values(groups).find(({ name }) => name === OWN_GROUP)
    expect(made?.tags).toEqual({ 'ssm-doctor:plan': DIGEST })
    expect(Object.values(groups['sg-0aa']?.rules ?? {}).at(-1)).toEqual({
      egress: false,
      protocol: 'tcp',
      from: 443,
      to: 443,
      peer: 'group sg-0ee',
      tags: { 'ssm-doctor:plan': DIGEST },
    })
    expect(wire.calls.at(-1)?.fields['IpPermissions.1.Groups.1.Description']).toBe(
      'HTTPS, added by ssm-doctor',
    )
  })
})

describe('what AWS is still busy with', () => {
  it('is waited for: an endpoint that takes no change yet', async () => {
    const wire = accountWire(account())
    const endpoint = wire.state.network.endpoints['vpce-0aa']
    if (endpoint) endpoint.state = 'pending'
    let pauses = 0
    const pause = async (): Promise<void> => {
      if (++pauses === 3 && endpoint) endpoint.state = 'available'
    }
    const outcome = await carryOut(FORWARD['set-private-dns'].change, { ...contextOf(wire), pause })
    expect(outcome).toBe('written')
    expect(endpoint?.privateDns).toBe(true)
    expect(pauses).toBe(3)
  })

  it('is waited for: a group that the interfaces have not let go', async () => {
    const wire = accountWire(withGroup())
    const other = { state: 'available', privateDns: true, groups: ['sg-0cc'] }
    wire.state.network.endpoints['vpce-9'] = other
    const pause = async (): Promise<void> => void other.groups.splice(0)
    const change = invertChange(FORWARD['create-group'].change)
    expect(await carryOut(change, { ...contextOf(wire), pause })).toBe('written')
    expect(wire.state.network.groups['sg-0cc']).toBeUndefined()
  })

  it('is waited for: a new group that is not listed yet', async () => {
    const wire = accountWire(account())
    const pause = async (): Promise<void> => void (await make(wire, FORWARD['create-group'].change))
    const change = FORWARD['add-group-rule (list, out, by name)'].change
    expect(await carryOut(change, { ...contextOf(wire), pause })).toBe('written')
  })

  it('is given up in the end, in its own words', async () => {
    const wire = accountWire(account())
    const endpoint = wire.state.network.endpoints['vpce-0aa']
    if (endpoint) endpoint.state = 'pending'
    await expect(make(wire, FORWARD['set-private-dns'].change)).rejects.toThrow('IncorrectState')
    expect(writes(wire.calls)).toHaveLength(20)
  })
})

/** An endpoint gets a group of its own, then its VPC gets names. */
const CHANGES: readonly Change[] = [
  FORWARD['create-group'].change,
  {
    ...FORWARD['add-group-rule'].change,
    group: { vpcId: 'vpc-0aa', groupName: OWN_GROUP },
  },
  FORWARD['add-endpoint-group'].change,
  FORWARD['set-vpc-dns (host names)'].change,
  { ...FORWARD['set-private-dns'].change },
]

/** The first Region is none of theirs: each change goes to its own. */
const plan = planOf(['ca-central-1', 'eu-north-1'], CHANGES)

describe('a plan for a network', () => {
  it('is carried out in the Region of its changes, and undone to the byte', async () => {
    const wire = accountWire(account())
    const path = await runOf(plan, wire)
    expect([...wire.regions]).toEqual(['eu-north-1'])
    const { groups, endpoints, vpcs } = wire.state.network
    const [id, group] = Object.entries(groups).find(([, { name }]) => name === OWN_GROUP) ?? []
    expect(Object.values(group?.rules ?? {}).map(({ peer }) => peer)).toEqual([
      'cidr4 0.0.0.0/0',
      'group sg-0ee',
    ])
    expect(endpoints['vpce-0aa']).toEqual({ state: 'available', privateDns: true, groups: ['sg-0aa', id] })
    expect(vpcs['vpc-0aa']).toEqual({ dnsSupport: true, dnsHostnames: true })
    expect((await undo(wire, path)).skipped).toEqual([])
    expect(asBefore(wire.state)).toEqual(asBefore(account()))
    expect(isUndoable(readJournal(path))).toBe(false)
  })

  it.each(['drop', 'lose'] as const)('that is killed at any write (%s) is undone to the byte', async kind => {
    for (let at = 0; at < CHANGES.length; at++) {
      const wire = accountWire(account())
      dieAt(wire, at, kind)
      const path = await runOf(plan, wire)
      wire.trouble = () => undefined
      expect((await undo(wire, path)).skipped).toEqual([])
      expect(asBefore(wire.state)).toEqual(asBefore(account()))
    }
  })
})
