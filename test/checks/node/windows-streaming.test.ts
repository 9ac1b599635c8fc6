import check from '../../../checks/node/windows-streaming.ts'
import { GROUP, WEB } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'
import { set } from '../preferences/written.ts'

const windows = (world: BreakableWorld, version: string): void => {
  const change = {
    platformType: 'Windows',
    platformName: 'Microsoft Windows Server 2012 R2 Standard',
    platformVersion: version,
  }
  Object.assign(world.records.managedNodes[WEB] ?? {}, change)
}

testCheck(check, {
  'Windows Server 2012 R2': {
    break: world => windows(world, '6.3.9600'),
    finds: [
      {
        subject: WEB,
        message: `Microsoft Windows Server 2012 R2 Standard 6.3.9600 came with a PowerShell older than 5.1: unless it was updated, nothing of a session reaches log group ${GROUP}`,
        severity: 'high',
        verdict: 'unknown',
        about: 'PowerShell',
      },
    ],
  },
  'Windows Server 2016': { break: world => windows(world, '10.0.14393'), finds: [] },
  'no streaming': {
    break: world => {
      windows(world, '6.3.9600')
      set(world, { cloudWatchStreamingEnabled: false })
    },
    finds: [],
  },
  'an old Linux': {
    break: world =>
      Object.assign(world.records.managedNodes[WEB] ?? {}, {
        platformVersion: '7.9',
        platformName: 'CentOS',
      }),
    finds: [],
  },
})
