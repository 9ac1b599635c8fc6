// Two snapshots of a large fleet, of which every tenth node has another agent. Run `npm run bench`, or this file after a
// build: the time of a node stays the same however many there are. Most of it is what `check`
// takes of each snapshot.
import { readFileSync } from 'node:fs'
import { checks } from '../dist/checks/index.js'
import { unpackSnapshot } from '../dist/src/config/snapshot-format.js'
import { REGIONAL_KINDS } from '../dist/src/core/records.js'
import { recordChanges } from '../dist/src/core/diff/record-changes.js'
import { diffSnapshots } from '../dist/src/core/diff/diff.js'
import { renderDiffTable } from '../dist/src/report/diff/table.js'

const file = JSON.parse(readFileSync('fixtures/healthy.json', 'utf8'))
const [WEB] = Object.keys(file.accounts[0].worlds[0].records.instances)

const many = (record, count, change) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, at) => {
      const id = `i-${at.toString(16).padStart(17, '0')}`
      return [id, change({ ...structuredClone(record), id }, at)]
    }),
  )

const fleet = (count, agentOf) => {
  const { worlds } = unpackSnapshot(structuredClone(file), 'healthy.json')
  const [world] = worlds
  const { instances, managedNodes, connections } = world.records
  const records = {
    ...world.records,
    instances: many(instances[WEB], count, (one, at) => ({ ...one, name: `web-${at}` })),
    managedNodes: many(managedNodes[WEB], count, (one, at) => ({ ...one, agentVersion: agentOf(at) })),
    connections: many(connections[WEB], Math.min(count, 50), one => one),
  }
  return { worlds: [{ ...world, records }] }
}

/** What work makes, and the milliseconds of a core that it takes. */
const took = work => {
  const start = process.cpuUsage()
  const made = work()
  const { user, system } = process.cpuUsage(start)
  return [made, (user + system) / 1000]
}

for (const count of [1_000, 5_000]) {
  const before = fleet(count, () => '3.3.4121.0')
  const after = fleet(count, at => (at % 10 === 0 ? '2.3.50.0' : '3.3.4121.0'))
  const [[was], [is]] = [before.worlds, after.worlds]
  const pair = {
    accountId: '123456789012',
    region: 'eu-west-1',
    kinds: REGIONAL_KINDS,
    before: was,
    after: is,
  }
  const [{ records }, alone] = took(() => recordChanges(pair))
  const [diff, whole] = took(() => diffSnapshots(before, after, checks))
  const [table, told] = took(() =>
    renderDiffTable(diff, { color: false, verbose: false, names: { before: 'a', after: 'b' } }),
  )
  console.log(
    `${count} nodes: ${records.length} records differ, ${diff.findings.new.length} findings new, ${table.split('\n').length} lines; ` +
      `compared in ${alone.toFixed(0)} ms, with outcomes and findings of both ${whole.toFixed(0)} ms, told in ${told.toFixed(0)} ms`,
  )
}
