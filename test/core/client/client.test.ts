import { describe, expect, it } from 'vitest'
import { skewOf } from '../../../src/core/client/clock.ts'
import { judgePlugin } from '../../../src/core/client/plugin-versions.ts'
import { bypassesProxy, httpsProxy, withoutPassword } from '../../../src/core/client/proxy.ts'

describe('the clock', () => {
  const date = 'Sat, 21 Nov 2026 07:00:10 GMT'
  const at = (clock: string) => Date.parse(`2026-11-21T${clock}Z`)

  it.each([
    ['07:00:10.400', '07:00:10.600', 0],
    ['07:00:09.000', '07:00:10.000', 0],
    ['07:00:08.000', '07:00:14.000', 0],
    ['07:06:31.000', '07:06:31.200', 380],
    ['06:50:10.000', '06:50:10.000', -600],
  ])('that sent at %s and heard at %s is off by %i seconds', (sent, received, off) => {
    expect(skewOf({ sentAt: at(sent), receivedAt: at(received), date })).toBe(off)
  })

  it('is not judged by a date that is none', () => {
    expect(skewOf({ sentAt: 1, receivedAt: 2, date: 'yesterday' })).toBe(undefined)
  })
})

describe('the plugin', () => {
  it.each([
    ['1.2.688.0', false, /withdrawn/],
    ['1.2.0.0', false, /30 seconds/],
    ['1.1.16.9', false, /1\.1\.17\.0 and newer/],
  ])('%s serves: %s', (version, serves, because) => {
    const judgement = judgePlugin(version)
    expect(judgement.serves).toBe(serves)
    expect(judgement.because).toMatch(because)
  })

  it('of today lacks nothing, an older one what came since', () => {
    expect(judgePlugin('1.2.835.0')).toEqual({ serves: true, lacks: [] })
    expect(judgePlugin('1.2.694.0').lacks).toEqual([
      'signed data channels (1.2.764.0)',
      'own endpoints (1.2.814.0)',
      'tunnels that outlive a reconnect (1.2.835.0)',
    ])
  })
})

describe('the proxy', () => {
  it('is the one for https, in capitals or not', () => {
    expect(httpsProxy({ https_proxy: 'http://p:3128', HTTP_PROXY: 'http://q:3128' })).toBe('http://p:3128')
    expect(httpsProxy({ HTTP_PROXY: 'http://q:3128', HTTPS_PROXY: '' })).toBe(undefined)
  })

  it.each([
    ['amazonaws.com', true],
    ['localhost, .eu-north-1.amazonaws.com', true],
    ['*.amazonaws.com', true],
    ['*', true],
    ['', false],
    ['ws.com', false],
    ['logs.eu-north-1.amazonaws.com', false],
  ])('is passed by with NO_PROXY=%j: %s', (NO_PROXY, passes) => {
    expect(bypassesProxy({ NO_PROXY }, 'ssmmessages.eu-north-1.amazonaws.com')).toBe(passes)
  })

  it('is shown without its password', () => {
    expect(withoutPassword('http://jane:secret@proxy.example.com:3128')).toBe(
      'http://…@proxy.example.com:3128',
    )
  })
})
