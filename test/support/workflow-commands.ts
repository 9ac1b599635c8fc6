/** A workflow command, as the runner of GitHub's actions understands it. */
export interface WorkflowCommand {
  readonly name: string
  readonly properties: Readonly<Record<string, string>>
  readonly message: string
}

/**
 * The commands in what a step prints, line by line, by the runner's rules: two colons at the start of the line, the name,
 * properties with commas between them up to the next two colons, the message behind; what is escaped is read back.
 */
export const workflowCommands = (output: string): readonly WorkflowCommand[] =>
  output.split(/\r\n|\r|\n/).flatMap(line => {
    const text = line.trimStart()
    const end = text.startsWith('::') ? text.indexOf('::', 2) : -1
    if (end < 0) return []
    const [name = '', ...rest] = text.slice(2, end).split(' ')
    const pairs = rest
      .join(' ')
      .split(',')
      .filter(pair => pair.includes('='))
      .map(pair => [pair.slice(0, pair.indexOf('=')), readBack(pair.slice(pair.indexOf('=') + 1), PROPERTY)])
    return [{ name, properties: Object.fromEntries(pairs), message: readBack(text.slice(end + 2), DATA) }]
  })

type Escapes = readonly (readonly [string, string])[]

const DATA: Escapes = [
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%25', '%'],
]
const PROPERTY: Escapes = [['%3A', ':'], ['%2C', ','], ...DATA]

const readBack = (text: string, escapes: Escapes): string =>
  escapes.reduce((read, [from, to]) => read.replaceAll(from, to), text)
