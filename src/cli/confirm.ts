import { createInterface, type Interface } from 'node:readline'

/** What was answered: all, none, or some of the numbered things, from 0. */
export type Answer = 'yes' | 'no' | { readonly chosen: readonly number[] }

/** Asks for a yes; anything but `y` or `yes`, an end of input too, is no. */
export const confirm = (
  question: string,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): Promise<boolean> =>
  talking(input, output, async line => /^y(es)?$/i.test(await line(`${question} [y/N] `)))

/**
 * Asks for a yes, a no, or a choice: then each thing is asked about by itself, and `q` leaves out the rest. Whatever is
 * not a yes is a no.
 */
export const confirmEach = (
  question: string,
  things: readonly string[],
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): Promise<Answer> =>
  talking(input, output, async line => {
    const answer = await line(`${question} [y/N, s to choose] `)
    if (/^y(es)?$/i.test(answer)) return 'yes'
    if (!/^s(elect)?$/i.test(answer)) return 'no'
    const chosen: number[] = []
    for (const [at, thing] of things.entries()) {
      const one = await line(`${at + 1}/${things.length} ${thing}? [y/N, q for none of the rest] `)
      if (/^q(uit)?$/i.test(one)) break
      if (/^y(es)?$/i.test(one)) chosen.push(at)
    }
    return { chosen }
  })

type Line = (question: string) => Promise<string>

/** One reader for a whole conversation: lines that came early are not lost between two questions. */
const talking = async <T>(
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
  talk: (line: Line) => Promise<T>,
): Promise<T> => {
  // Without `terminal`, Ctrl-C stays a signal.
  const reader = createInterface({ input, terminal: false })
  const next = linesOf(reader)
  try {
    return await talk(async question => {
      output.write(question)
      const answer = await next()
      // the end of the input leaves the cursor behind the question
      if (answer === undefined) output.write('\n')
      return (answer ?? '').trim()
    })
  } finally {
    reader.close()
  }
}

/** The lines one by one, then undefined. */
const linesOf = (reader: Interface): (() => Promise<string | undefined>) => {
  const lines = reader[Symbol.asyncIterator]()
  return async () => {
    const { value, done } = await lines.next()
    return done ? undefined : value
  }
}
