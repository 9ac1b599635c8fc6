import { expect, test } from 'vitest'
import { contextEntries } from '../../../src/core/session/context-entries.ts'

test('the simulator is told the private address of a call as an address, and nothing of what is absent', () => {
  const context = { 'aws:VpcSourceIp': '10.9.8.7', 'aws:SourceVpce': 'vpce-0b8', 'aws:SourceIp': null }
  expect(contextEntries(context)).toEqual([
    { ContextKeyName: 'aws:VpcSourceIp', ContextKeyType: 'ip', ContextKeyValues: ['10.9.8.7'] },
    { ContextKeyName: 'aws:SourceVpce', ContextKeyType: 'string', ContextKeyValues: ['vpce-0b8'] },
  ])
})
