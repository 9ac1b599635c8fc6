import { fileURLToPath } from 'node:url'
import { readSnapshot } from '../config/snapshot-file.ts'
import { GLOBAL_KINDS, REGIONAL_KINDS } from '../core/records.ts'
import type { BreakableWorld } from './breakable-world.ts'

const FILE = fileURLToPath(new URL('../../fixtures/healthy.json', import.meta.url))

let read: BreakableWorld | undefined

/**
 * A world in which nothing is wrong, a new one at each call: account 123456789012 in ap-southeast-1 with the instances
 * i-0a1b2c3d4e5f60001 (web-1) and i-0a1b2c3d4e5f60002 (db-1) and the hybrid node mi-0a1b2c3d4e5f60003, whose sessions are
 * recorded in CloudWatch Logs and S3 and encrypted.
 */
export const healthyWorld = (): BreakableWorld => {
  read ??= readHealthy()
  return structuredClone(read)
}

const readHealthy = (): BreakableWorld => {
  const [world] = readSnapshot(FILE).worlds
  const none = Object.fromEntries([...GLOBAL_KINDS, ...REGIONAL_KINDS].map(kind => [kind, {}]))
  return { ...world, records: { ...none, ...world?.records } } as BreakableWorld
}
