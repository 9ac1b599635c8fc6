import check from '../../../checks/preferences/streaming-enabled.ts'
import { DB, GROUP, HYBRID, preferencesContent, WEB } from '../../support/healthy.ts'
import { editInline } from '../policies.ts'
import { testCheck } from '../../support/test-check.ts'
import { NAME, set, writeTwo } from './written.ts'

const off = { cloudWatchStreamingEnabled: false }
const message = `sessions are written to log group ${GROUP} only when they end`
const old = { platformType: 'Windows', platformVersion: '6.3.9600' }

testCheck(check, {
  'a log group without streaming': {
    break: world => set(world, off),
    finds: [{ subject: NAME, message, severity: 'low', about: 'cloudWatchStreamingEnabled', fixable: true }],
  },
  'a log group that one role may not find': {
    break: world => {
      set(world, { ...off, cloudWatchEncryptionEnabled: false })
      editInline(world, 'FindLogGroups', () => undefined)
    },
    finds: [{ subject: NAME, message, fixable: false }],
  },
  'roles that cannot be read': {
    break: world => {
      set(world, { ...off, cloudWatchEncryptionEnabled: false })
      world.gaps.push({ kind: 'policies', reason: 'AccessDenied', actions: ['iam:GetPolicy'] })
      world.records.policies = {}
      for (const node of Object.values(world.records.managedNodes)) node.iamRole = 'hybrid-node'
    },
    finds: [{ subject: NAME, message, fixable: false }],
  },
  'a Spot node and one of an Auto Scaling group': {
    break: world => {
      set(world, off)
      Object.assign(world.records.instances[WEB] ?? {}, { lifecycle: 'spot' })
      Object.assign(world.records.instances[DB] ?? {}, { tags: { 'aws:autoscaling:groupName': 'db' } })
    },
    finds: [`${NAME}: ${message}, and 2 nodes run on Spot capacity or in an Auto Scaling group`],
  },
  'a latest version without streaming': {
    break: world => writeTwo(world, preferencesContent(), preferencesContent(off)),
    finds: [{ subject: NAME, message: `${message} in the latest version 4 alone`, verdict: 'unknown' }],
  },
  'no log group': { break: world => set(world, { ...off, cloudWatchLogGroupName: '' }), finds: [] },
  'nodes on a Windows that cannot stream': {
    break: world => {
      set(world, off)
      for (const id of [WEB, DB, HYBRID]) Object.assign(world.records.managedNodes[id] ?? {}, old)
    },
    finds: [],
  },
  'a single node on such a Windows': {
    break: world => {
      set(world, off)
      Object.assign(world.records.managedNodes[WEB] ?? {}, old)
    },
    finds: [{ subject: NAME, message, fixable: false }],
  },
})
