import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { Change } from '../../../src/core/changes/change.ts'
import type { CodeForm } from '../../../src/report/emit/forms.ts'
import { renderCode } from '../../../src/report/emit/render.ts'
import { inputFor, stepFor } from './a-plan.ts'
import { ranBy } from './shell.ts'

const PLACE = { region: 'eu-north-1', name: 'SSM-SessionManagerRunShell' }
const content = (streams: boolean): string =>
  JSON.stringify({
    schemaVersion: '1.0',
    inputs: { cloudWatchStreamingEnabled: streams, idleSessionTimeout: '20' },
  })

const update: Change = {
  type: 'update-document',
  ...PLACE,
  from: { content: content(false), version: '7' },
  to: content(true),
}
const useNew = (from: string): Change => ({
  type: 'set-default-document-version',
  ...PLACE,
  from: { content: content(false), version: from },
  to: { content: content(true) },
})
const useLatest: Change = {
  type: 'set-default-document-version',
  ...PLACE,
  from: { content: content(false), version: '3' },
  to: { content: content(true), version: '7' },
}

const told = (form: CodeForm, ...changes: readonly Change[]): string =>
  renderCode(form, inputFor(changes.map(change => stepFor(change))))

describe('a new version that becomes the default', () => {
  it('is written over the one that was read, and its number handed on', () => {
    const { calls, code } = ranBy(['sh'], told('cli', update, useNew('7')))
    expect(code).toBe(0)
    const [, write, choose] = calls.map(({ words }) => words)
    expect(write?.slice(0, 6)).toEqual([
      'ssm',
      'update-document',
      '--name',
      PLACE.name,
      '--document-version',
      '7',
    ])
    expect(JSON.parse(write?.[write.indexOf('--content') + 1] ?? '')).toEqual(JSON.parse(content(true)))
    expect(choose?.slice(0, 6)).toEqual([
      'ssm',
      'update-document-default-version',
      '--name',
      PLACE.name,
      '--document-version',
      '9',
    ])
  })

  it('is one resource: writing makes it the default', () => {
    const terraform = told('terraform', update, useNew('7'))
    expect(terraform.match(/^resource/gm)).toHaveLength(1)
    expect(terraform).toContain(
      '      cloudWatchStreamingEnabled = true\n      idleSessionTimeout         = "20"\n',
    )
    expect(terraform).not.toContain('so do first')
    const resources = parse(told('cloudformation', update, useNew('7'))).Resources
    expect(resources.SSMSessionManagerRunShell.Properties).toEqual({
      Name: PLACE.name,
      DocumentType: 'Session',
      DocumentFormat: 'JSON',
      UpdateMethod: 'NewVersion',
      Content: JSON.parse(content(true)),
    })
  })

  it('needs the latest to be the default first where the provider would write over another', () => {
    expect(told('terraform', update, useNew('3'))).toContain(
      `so do first:\n#      aws ssm update-document-default-version --name ${PLACE.name} --document-version 7 --region eu-north-1\n`,
    )
  })

  it('is of a step of the plan', () => {
    expect(() => told('cli', useNew('7'))).toThrow('no step of the plan writes a version of document')
  })
})

describe('an older version that becomes the default', () => {
  it.each(['terraform', 'cloudformation'] as const)('is said by hand beside %s', form => {
    const text = told(form, useLatest)
    expect(text).toContain('#    a version becomes the default only as it is written')
    expect(text).toContain(
      `#    aws ssm update-document-default-version --name ${PLACE.name} --document-version 7 `,
    )
    expect(text).not.toMatch(/^resource|^Resources/m)
  })
})

it('documents of one name in two Regions are two', () => {
  const create = (region: string): Change => ({
    type: 'create-document',
    ...PLACE,
    region,
    content: content(true),
  })
  const text = told('terraform', create('eu-north-1'), create('us-east-1'))
  expect(text).toContain('"ssm_sessionmanagerrunshell" {')
  expect(text).toContain('"ssm_sessionmanagerrunshell_2" {')
  expect(text).not.toMatch(/^import/m)
})

it('preferences come after all that their sessions rest on', () => {
  const group: Change = { type: 'create-log-group', region: PLACE.region, logGroup: '/ssm/sessions' }
  expect(told('terraform', group, update, useNew('7'))).toContain(
    'depends_on = [aws_cloudwatch_log_group.ssm_sessions]\n',
  )
})
