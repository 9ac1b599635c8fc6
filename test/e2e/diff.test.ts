import { UpdateDocumentCommand, UpdateDocumentDefaultVersionCommand } from '@aws-sdk/client-ssm'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Account, makeAccount } from '../support/moto/account.ts'
import { preferencesText } from '../support/moto/account-region.ts'
import { newHome } from '../support/moto/run-cli.ts'
import { OTHER_GROUP, STORY_GROUP, STORY_REGION } from '../support/moto/story.ts'
import { runAs, useMoto } from '../support/moto/world.ts'

const moto = useMoto()

/** Writes the same preferences, or others, as a version that is then the default. */
const prefer = async ({ region, clients }: Account, logGroup: string): Promise<void> => {
  const Name = 'SSM-SessionManagerRunShell'
  const Content = preferencesText(region.facts, { cloudWatchLogGroupName: logGroup })
  const written = await clients.ssm.send(
    // Spaces, so that it is another version.
    new UpdateDocumentCommand({
      Name,
      Content: `${Content}\n `,
      DocumentVersion: '$LATEST',
      DocumentFormat: 'JSON',
    }),
  )
  const DocumentVersion = written.DocumentDescription?.DocumentVersion ?? ''
  await clients.ssm.send(new UpdateDocumentDefaultVersionCommand({ Name, DocumentVersion }))
}

test('snapshots differ in what somebody changed between them, and in nothing else', async () => {
  const account = await makeAccount(moto.proxy)
  const session = moto.proxy.session(account.accountId)
  const home = newHome()
  const run = (...args: string[]) => runAs(moto, session, args, { home, cwd: home })
  const snapshot = async (name: string): Promise<string> => {
    const file = join(home, name)
    expect((await run('snapshot', '-r', STORY_REGION, '-o', file)).code).toBe(0)
    return file
  }
  const first = await snapshot('first.json')
  await prefer(account, STORY_GROUP)
  const second = await snapshot('second.json')
  const same = await run('diff', first, second)
  expect(same.stdout).toContain('the snapshots say the same of 1 Region')
  expect(same.code).toBe(0)

  await prefer(account, OTHER_GROUP)
  const third = await snapshot('third.json')
  const calls = session.calls.length
  const other = await run('diff', second, third)
  expect(other.stdout).toContain(`cloudWatchLogGroupName: ${STORY_GROUP} → ${OTHER_GROUP}`)
  expect(other.stdout).toMatch(/recorded in CloudWatch: yes → NO|can connect: yes → NO/)
  expect(other.stdout).toMatch(/findings that are new:\n {2}\S+ {2}logs\//)
  expect(other.code).toBe(1)
  expect(session.calls.length).toBe(calls)
})
