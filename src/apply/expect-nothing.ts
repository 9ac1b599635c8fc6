import { text } from 'node:stream/consumers'
import type {
  DeleteBucketPolicyCommand,
  DeletePublicAccessBlockCommand,
  PutBucketPolicyCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3'

type BucketWrite =
  | DeleteBucketPolicyCommand
  | DeletePublicAccessBlockCommand
  | PutBucketPolicyCommand
  | PutPublicAccessBlockCommand

/**
 * Holds the answer to a write of S3's to the empty body that it has: the SDK would take another server's page for it.
 * @throws Error when the command is sent
 */
export const expectNothing = <C extends BucketWrite>(command: C): C => {
  const stack = command.middlewareStack as PutBucketPolicyCommand['middlewareStack']
  stack.add(
    next => async args => {
      const result = await next(args)
      const { response } = result
      if (isAnswer(response) && response.statusCode >= 200 && response.statusCode < 300) {
        const body = await text(response.body)
        if (body.trim() !== '') throw new Error('malformed answer: S3 answers a write with nothing')
        Object.assign(response, { body: Buffer.from(body) })
      }
      return result
    },
    { step: 'deserialize', priority: 'low', name: 'expectNothing' },
  )
  return command
}

interface Answer {
  readonly statusCode: number
  readonly body: NodeJS.ReadableStream
}

const isAnswer = (response: unknown): response is Answer =>
  typeof response === 'object' &&
  response !== null &&
  'statusCode' in response &&
  typeof response.statusCode === 'number' &&
  'body' in response &&
  typeof response.body === 'object' &&
  response.body !== null &&
  Symbol.asyncIterator in response.body
