import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readSnapshot, writeSnapshot } from '../src/config/snapshot-file.ts'
import type { World } from '../src/core/index.ts'
import { healthyWorld } from './support/healthy.ts'
import { mismatchWorld } from './support/mismatch.ts'
import type { BreakableWorld } from './support/mutable.ts'
import { ZOO } from './support/zoo/zoo.ts'

/** The snapshot files that ship or that people may open, and the worlds that they are written from. */
const FIXTURES: Readonly<Record<string, () => BreakableWorld>> = {
  'fixtures/healthy.json': healthyWorld,
  'fixtures/accounts/log-group-mismatch.json': mismatchWorld,
  ...Object.fromEntries(
    Object.entries(ZOO).map(([name, { world }]) => [`fixtures/accounts/${name}.json`, world]),
  ),
}

/** Kinds that are read only where somebody asks for them stand in a file only where there are any. */
const whereAny = (kinds: Readonly<Record<string, object>>): Readonly<Record<string, object>> =>
  Object.fromEntries(Object.entries(kinds).filter(([, records]) => Object.keys(records).length > 0))

it.each(Object.entries(FIXTURES))(
  '%s is what its world writes (UPDATE_FIXTURES=1 writes it anew)',
  (file, world) => {
    // What is read on request alone, or for a repair, is in no snapshot.
    const { simulations: _s, bucketWebsites: _w, principals, documentVersions, ...read } = world().records
    const records = { ...read, ...whereAny({ principals }), ...whereAny({ documentVersions }) }
    const snapshot = { worlds: [{ ...world(), records } as World] }
    if (process.env['UPDATE_FIXTURES'] === '1') {
      writeSnapshot(file, snapshot)
      chmodSync(file, 0o644)
    }
    const folder = mkdtempSync(join(tmpdir(), 'fixture-'))
    try {
      writeSnapshot(join(folder, 'fresh.json'), snapshot)
      expect(readFileSync(file, 'utf8')).toBe(readFileSync(join(folder, 'fresh.json'), 'utf8'))
    } finally {
      rmSync(folder, { recursive: true })
    }
    expect(readSnapshot(file)).toEqual(snapshot)
  },
)
