import { createInterface } from 'node:readline'

/** Asks for a yes; anything but `y` or `yes`, an end of input too, is no. */
export const confirm = async (
  question: string,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): Promise<boolean> => {
  // Without `terminal`, Ctrl-C stays a signal.
  const lines = createInterface({ input, terminal: false })
  output.write(`${question} [y/N] `)
  let answered = false
  const answer = await new Promise<string>(resolve => {
    lines.once('line', line => {
      answered = true
      resolve(line)
    })
    lines.once('close', () => {
      // the end of the input leaves the cursor behind the question
      output.write(answered ? '' : '\n')
      resolve('')
    })
  })
  lines.close()
  return /^y(es)?$/i.test(answer.trim())
}
