import { ifReadable, type Cause, type Key, type SessionKey } from '../../src/core/index.ts'

/** The findings on the session's key, where it is the same key under whatever name: its state is told once. */
export const sameSessionKey = (
  { arn }: Pick<Key, 'arn'>,
  keys: Readonly<Record<string, Key>>,
  sessionKeys: Readonly<Record<string, SessionKey>>,
): readonly Cause[] =>
  Object.keys(sessionKeys)
    .filter(ref => ifReadable(() => keys[ref])?.arn === arn)
    .map(subject => ({ check: 'kms/key-usable', subject }))
