import { buffer } from 'node:stream/consumers'
import type { GetBucketVersioningCommand, GetBucketWebsiteCommand } from '@aws-sdk/client-s3'
import { malformed } from './ask.ts'

/**
 * Holds a command's answer to its root element, where an empty element is an answer too: the SDK would take an empty
 * body, or another server's page, for it.
 * @param action the IAM action that the call needs
 * @throws FailedRead when the command is sent
 */
export const expectRoot = <C extends GetBucketVersioningCommand | GetBucketWebsiteCommand>(
  command: C,
  root: string,
  action: string,
): C => {
  const stack = command.middlewareStack as GetBucketVersioningCommand['middlewareStack']
  stack.add(
    next => async args => {
      const result = await next(args)
      const { response } = result
      if (isAnswer(response) && response.statusCode === 200) {
        const body = await buffer(response.body)
        if (!body.includes(`<${root}`)) throw malformed(action, `holds no ${root}`)
        Object.assign(response, { body })
      }
      return result
    },
    { step: 'deserialize', priority: 'low', name: 'expectRoot' },
  )
  return command
}

interface Answer {
  readonly statusCode: unknown
  readonly body: AsyncIterable<unknown>
}

const isAnswer = (response: unknown): response is Answer =>
  typeof response === 'object' &&
  response !== null &&
  'statusCode' in response &&
  'body' in response &&
  typeof response.body === 'object' &&
  response.body !== null &&
  Symbol.asyncIterator in response.body
