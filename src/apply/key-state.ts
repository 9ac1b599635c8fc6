import { DescribeKeyCommand, type KMSClient } from '@aws-sdk/client-kms'
import { given, unlessGone } from './answers.ts'

/** The state of a key, or nothing where it does not exist. */
export const keyState = async (kms: KMSClient, KeyId: string): Promise<string | undefined> => {
  const answer = await unlessGone(kms.send(new DescribeKeyCommand({ KeyId })))
  return answer && given(answer.KeyMetadata?.KeyState, 'KeyState')
}
