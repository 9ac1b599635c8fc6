import { describe, expect, it } from 'vitest'
import { bucketMeant, correctionOf, logGroupMeant } from '../../../src/core/preferences/corrections.ts'
import { editedText } from '../../../src/core/preferences/edit-text.ts'
import { parsePreferences } from '../../../src/core/preferences/preferences.ts'
import { preferencesContent } from '../../support/healthy.ts'

const PLACE = { partition: 'aws', region: 'ap-southeast-1', accountId: '123456789012' }
const arn = (name: string): string => `arn:aws:logs:ap-southeast-1:123456789012:log-group:${name}`
const BUCKET = 'session-archive-123456789012'

const meant = (field: string, inputs: Record<string, unknown>, top = {}): unknown =>
  correctionOf(preferencesContent(inputs, top), field, PLACE)?.value

describe('what was meant', () => {
  it.each([
    ['cloudWatchStreamingEnabled', 'True', true],
    ['runAsEnabled', '0', false],
    ['s3EncryptionEnabled', '', false],
    ['cloudWatchEncryptionEnabled', 't', true],
    ['cloudWatchLogGroupName', arn('/aws/ssm/x'), '/aws/ssm/x'],
    ['cloudWatchLogGroupName', arn('/aws/ssm/x:*'), '/aws/ssm/x'],
    ['cloudWatchLogGroupName', arn('/aws/ssm/x:log-stream:y'), '/aws/ssm/x'],
    ['cloudWatchLogGroupName', ' /aws/ssm/x\n', '/aws/ssm/x'],
    ['s3BucketName', `arn:aws:s3:::${BUCKET}`, BUCKET],
    ['s3BucketName', `S3://${BUCKET}/`, BUCKET],
    ['s3BucketName', `arn:aws:s3:::${BUCKET}/*`, BUCKET],
    ['s3BucketName', 20260101, '20260101'],
    ['s3KeyPrefix', '//logs/a', 'logs/a'],
    ['s3KeyPrefix', `s3://${BUCKET}/logs`, 'logs'],
    ['s3KeyPrefix', `arn:aws:s3:::${BUCKET}/logs/`, 'logs/'],
    ['idleSessionTimeout', 15, '15'],
    ['idleSessionTimeout', ' 015 ', '15'],
    ['idleSessionTimeout', '90', '60'],
    ['maxSessionDuration', 99999, '1440'],
    ['shellProfile.linux', 7, '7'],
  ])('by %s %j is %j', (field, written, value) => {
    const [name = '', inner] = field.split('.')
    const given = inner === undefined ? { [name]: written } : { [name]: { [inner]: written } }
    expect(meant(field, given)).toBe(value)
  })

  it.each([
    ['schemaVersion', '2.2', '1.0'],
    ['schemaVersion', 1, '1.0'],
    ['schemaVersion', undefined, '1.0'],
    ['sessionType', undefined, 'Standard_Stream'],
    ['sessionType', null, 'Standard_Stream'],
    ['sessionType', 'standard stream', 'Standard_Stream'],
    ['sessionType', 'Standard_Strem', 'Standard_Stream'],
  ])('at the top by %s %j is %j', (field, written, value) => {
    expect(meant(field, {}, { [field]: written })).toBe(value)
  })

  it.each([
    ['cloudWatchStreamingEnabled', 'yes'],
    ['cloudWatchStreamingEnabled', 1],
    ['cloudWatchStreamingEnabled', '{{ssm:stream}}'],
    ['cloudWatchLogGroupName', 'arn:aws:logs:eu-west-1:123456789012:log-group:/aws/ssm/x'],
    ['cloudWatchLogGroupName', 'arn:aws:logs:ap-southeast-1:210987654321:log-group:/aws/ssm/x'],
    ['cloudWatchLogGroupName', 'arn:aws-cn:logs:ap-southeast-1:123456789012:log-group:/aws/ssm/x'],
    ['cloudWatchLogGroupName', arn('')],
    ['cloudWatchLogGroupName', 'two words'],
    ['cloudWatchLogGroupName', ['/aws/ssm/x']],
    ['s3BucketName', 'Session_Archive'],
    ['s3BucketName', 's3://archive/prefix'],
    ['s3BucketName', 'arn:aws:s3:eu-west-1:123456789012:accesspoint/x'],
    ['s3BucketName', true],
    ['s3KeyPrefix', 's3://another-bucket/logs'],
    ['s3KeyPrefix', 'logs'],
    ['kmsKeyId', 'key'],
    ['kmsKeyID', 'alias/x'],
    ['idleSessionTimeout', '0'],
    ['idleSessionTimeout', -5],
    ['idleSessionTimeout', '12.5'],
    ['maxSessionDuration', 'one hour'],
    ['shellProfile', 'exec bash'],
    ['inputs', []],
    ['content', 'x'],
  ])('by %s %j is not plain', (field, written) => {
    expect(meant(field, { [field]: written })).toBeUndefined()
  })

  it.each([['Port'], ['InteractiveCommands'], ['Shell'], [5]])(
    'by the session type %j is not plain',
    sessionType => {
      expect(meant('sessionType', {}, { sessionType })).toBeUndefined()
    },
  )

  it.each(['not json', '[]', '{"schemaVersion":"2.2","mainSteps":[]}'])(
    'by a document without inputs is not plain: %s',
    content => {
      expect(correctionOf(content, 'schemaVersion', PLACE)).toBeUndefined()
    },
  )

  it('leaves nothing to find fault with in that field', () => {
    const faulty = { cloudWatchStreamingEnabled: 'true', idleSessionTimeout: 90, s3KeyPrefix: '/logs' }
    const content = preferencesContent(faulty, { schemaVersion: 1 })
    const edits = [...Object.keys(faulty), 'schemaVersion'].flatMap(
      field => correctionOf(content, field, PLACE) ?? [],
    )
    expect(edits).toHaveLength(4)
    const text = editedText(content, edits)
    expect(parsePreferences('default', { version: '1', content: text }).faults).toEqual([])
  })
})

describe('a name', () => {
  it('that is right stands for no other', () => {
    expect(logGroupMeant('/aws/ssm/x', PLACE)).toBeUndefined()
    expect(bucketMeant(BUCKET, PLACE)).toBeUndefined()
  })

  it('in another partition is read there', () => {
    expect(bucketMeant('arn:aws-cn:s3:::archive', { partition: 'aws-cn' })).toBe('archive')
    expect(bucketMeant('arn:aws:s3:::archive', { partition: 'aws-cn' })).toBeUndefined()
  })
})
