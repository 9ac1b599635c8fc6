import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { awsCommand, oneLine, shellQuote } from '../../../src/core/words/aws-command.ts'

describe('a command that can be pasted', () => {
  it('quotes what a shell would take apart, and only that', () => {
    const command = awsCommand('logs create-log-group', {
      'log-group-name': '/aws/ssm/sessions',
      tags: ['a=b c', 'd=e'],
      'no-paginate': true,
      profile: undefined,
      region: 'eu-west-1',
    })
    expect(command).toBe(
      "aws logs create-log-group --log-group-name /aws/ssm/sessions --tags 'a=b c' d=e --no-paginate --region eu-west-1",
    )
  })

  it.each(['plain', "it's", '$LATEST', 'a"b', '', '`id`', '~/x', 'a\nb', '<key ARN>'])(
    'gives a shell %j as it is',
    word => {
      const said = execFileSync('/bin/sh', ['-c', `printf %s ${shellQuote(word)}`], { encoding: 'utf8' })
      expect(said).toBe(word)
    },
  )

  it('puts a document on one line', () => {
    expect(oneLine('{\n  "Version": "2012-10-17"\n}')).toBe('{"Version":"2012-10-17"}')
  })
})
