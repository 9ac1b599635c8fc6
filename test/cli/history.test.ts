import { describe, expect, it } from 'vitest'
import { checks } from '../../checks/index.ts'
import type { Readable, ReadRequest } from '../../src/cli/account.ts'
import { readWithHistory } from '../../src/cli/history.ts'
import type { Declared } from '../../src/core/records.ts'
import type { World } from '../../src/core/snapshot.ts'
import { GROUP, healthyWorld, preferencesContent, REGION } from '../support/healthy.ts'

const NAME = 'SSM-SessionManagerRunShell'
const SELECTED = checks.filter(check => check.id === 'preferences/as-declared')

/** An account that gives this world, and then two versions of its preferences; and what it was asked for. */
const accountOf = (world: World) => {
  const asked: ReadRequest[] = []
  const versions = [
    { version: '4', content: preferencesContent() },
    { version: '3', content: preferencesContent({ cloudWatchLogGroupName: '/old' }) },
  ]
  const history = { [NAME]: { name: NAME, versions, older: 0 } }
  const account: Readable = {
    read: async request => {
      asked.push(request)
      if (!request.history) return [world]
      return [{ scope: world.scope, records: { documentVersions: history }, gaps: [] }]
    },
  }
  return { account, asked }
}

const reading = async (declared: Declared, selected = SELECTED) => {
  const { documentVersions: _none, ...records } = healthyWorld().records
  const { account, asked } = accountOf({ ...healthyWorld(), records, declared })
  const request = { kinds: new Set<never>(), nodes: { instances: [], tags: {} } }
  const [world] = await readWithHistory(account, request, selected)
  return { world, asked }
}

describe('the versions of the preferences', () => {
  it('are not read where the preferences are as declared', async () => {
    const { asked } = await reading({ preferences: { cloudWatchLogGroupName: GROUP } })
    expect(asked).toHaveLength(1)
  })

  it('are not read where no check tells since when', async () => {
    const others = checks.filter(check => check.id === 'logs/retention-set')
    expect((await reading({ preferences: { cloudWatchLogGroupName: '/old' } }, others)).asked).toHaveLength(1)
  })

  it('are read where they have drifted, back to the one that was as declared', async () => {
    const { world, asked } = await reading({ preferences: { cloudWatchLogGroupName: '/old' } })
    expect(world?.records.documentVersions?.[NAME]?.versions).toHaveLength(2)
    expect(world?.records.preferencesDocuments).toBeDefined()
    const enough = asked[1]?.history?.get(REGION)
    const version = (cloudWatchLogGroupName: string) => ({
      version: '2',
      content: preferencesContent({ cloudWatchLogGroupName }),
    })
    expect(enough?.([version('/other')])).toBe(false)
    expect(enough?.([version('/other'), version('/old')])).toBe(true)
  })
})
