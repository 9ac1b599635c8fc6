import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** What the independent client (boto3) reads of an account; two that are equal mean "as before". */
export type Dump = Readonly<Record<string, unknown>>

export interface Dumper {
  dump(ask: { endpoint: string; accessKey: string; regions: readonly string[] }): Promise<Dump>
  close(): void
}

/** Starts the independent client once; it answers one dump at a time. */
export const startDumper = (python: string): Dumper => {
  const script = join(import.meta.dirname, 'dump.py')
  const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  let turn: Promise<unknown> = Promise.resolve()
  const ask = async (line: string): Promise<Dump> => {
    child.stdin.write(`${line}\n`)
    const answer = await lines.next()
    if (answer.done)
      throw new Error('dumping the account: the independent client has ended, see its error above')
    const found: Dump = JSON.parse(answer.value)
    return found
  }
  return {
    dump(what) {
      const answer = turn.then(() => ask(JSON.stringify(what)))
      turn = answer.catch(() => undefined)
      return answer
    },
    close: () => child.stdin.end(),
  }
}
