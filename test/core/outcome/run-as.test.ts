import { expect, it } from 'vitest'
import { parsePreferences } from '../../../src/core/preferences/preferences.ts'
import { runsAs } from '../../../src/core/outcome/run-as.ts'
import type { JudgedNode } from '../../../src/core/kinds.ts'
import { DB, preferencesContent } from '../../support/healthy.ts'

const on = (platformType: string): JudgedNode => ({
  id: DB,
  arn: `arn:aws:ec2:eu-west-3:123456789012:instance/${DB}`,
  managed: { id: DB, pingStatus: 'Online', platformType },
})

it.each([
  ['Linux', true, 'ops', 'yes'],
  ['Linux', true, 'root', 'no'],
  ['Linux', true, '', 'unknown'],
  ['Linux', true, 'ec2 user', 'no'],
  ['Linux', true, '-ops', 'no'],
  ['Linux', true, 'john.doe', 'unknown'],
  ['Linux', true, 'CORP\\ops', 'yes'],
  ['Linux', true, '{{ssm:user}}', 'unknown'],
  ['Linux', false, 'root', 'yes'],
  ['macOS', true, 'root', 'no'],
  ['Windows', true, 'root', 'yes'],
  ['Windows', true, '', 'yes'],
])('on %s with runAsEnabled %s and user "%s": %s', (platform, runAsEnabled, runAsDefaultUser, holds) => {
  const content = preferencesContent({ runAsEnabled, runAsDefaultUser })
  const { inputs } = parsePreferences('default', { version: '7', content })
  expect(runsAs(on(platform), inputs).holds).toBe(holds)
})
