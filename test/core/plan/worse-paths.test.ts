import { describe, expect, it } from 'vitest'
import type { Reach } from '../../../src/core/net/types.ts'
import { worsePaths } from '../../../src/core/plan/worse-paths.ts'
import { aPath } from '../../report/a-report.ts'

const NODES = ['i-0a', 'i-0b', 'i-0c']
const was = (verdict: Reach) => aPath({ nodes: NODES, verdict, service: 'logs' })

describe('paths after a change', () => {
  it.each([
    ['open', 'blocked'],
    ['open', 'unknown'],
    ['unknown', 'blocked'],
  ] as const)('are worse where they turn from %s to %s', (before, after) => {
    expect(worsePaths([was(before)], [was(after)])).toEqual([
      `i-0a and 2 more: the path to logs turns from ${before} to ${after}`,
    ])
  })

  it.each([
    ['blocked', 'open'],
    ['blocked', 'unknown'],
    ['unknown', 'open'],
    ['open', 'open'],
    ['blocked', 'blocked'],
  ] as const)('are not worse where they turn from %s to %s', (before, after) => {
    expect(worsePaths([was(before)], [was(after)])).toEqual([])
  })

  it('are compared node by node, however they are grouped', () => {
    const after = [
      aPath({ nodes: ['i-0b'], verdict: 'blocked', service: 'logs' }),
      aPath({ nodes: ['i-0a'], verdict: 'unknown', service: 'logs' }),
      aPath({ nodes: ['i-0c'], verdict: 'open', service: 'logs' }),
    ]
    expect(worsePaths([was('open')], after)).toEqual([
      'i-0a: the path to logs turns from open to unknown',
      'i-0b: the path to logs turns from open to blocked',
    ])
  })

  it('to another service, in another Region, or no longer needed are not compared', () => {
    const others = [
      aPath({ nodes: NODES, service: 'kms' }),
      aPath({ nodes: NODES, service: 'logs', region: 'eu-south-2' }),
    ]
    expect(worsePaths([was('open')], others)).toEqual([])
  })
})
