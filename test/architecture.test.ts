import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

/** Who may import whom. A part is a path prefix; what stands in `may` are parts, packages or `node:*`. */
const RULES: readonly { readonly part: string; readonly may: readonly string[]; readonly because: string }[] =
  [
    { part: 'src/core', may: ['src/core'], because: 'core is pure: no package, no clock, no console' },
    {
      part: 'src/collect',
      may: ['src/collect', 'src/core', '@aws-sdk/*', '@smithy/*', 'p-limit', 'node:*'],
      because: 'collect reads AWS and judges nothing',
    },
    {
      part: 'src/apply',
      may: [
        'src/apply',
        'src/core',
        'src/collect/session.ts',
        'src/collect/clients.ts',
        '@aws-sdk/*',
        'node:*',
      ],
      because: 'apply writes AWS and decides nothing',
    },
    {
      part: 'src/report',
      may: ['src/report', 'src/core', 'cli-table3', 'diff', 'yaml', 'node:util', 'node:crypto'],
      because: 'report makes text, hashes at most: it writes nothing and never exits',
    },
    {
      part: 'src/config',
      may: ['src/config', 'src/core', 'ajv', 'ajv/*', 'import-meta-resolve', 'jsonc-parser', 'node:*'],
      because: 'config is what comes from disk',
    },
    {
      part: 'src/cli',
      may: ['src/*', 'checks/index.ts', 'yargs', 'yargs/*', 'node:*'],
      because: 'cli wires the others and reaches AWS through collect and apply',
    },
    {
      part: 'src/scaffold',
      may: ['src/scaffold', 'src/core'],
      because: 'scaffold makes texts and writes nothing',
    },
    {
      part: 'src/tester',
      may: ['src/tester', 'src/core', 'src/config', 'checks/index.ts', 'node:*'],
      because: 'tester runs a check as the program does, and reaches nobody',
    },
    {
      part: 'checks',
      may: ['src/core/index.ts', 'checks'],
      because: 'checks know the public door alone, not that AWS has an API',
    },
  ]

const filesOf = (part: string): string[] =>
  readdirSync(part, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.ts'))
    .map(entry => relative('.', join(entry.parentPath, entry.name)))

const IMPORT = /(?:^|\n)\s*(?:import|export)\s(?:[^'";]*?\sfrom\s)?'([^']+)'|import\('([^']+)'\)/g

const importsOf = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(IMPORT)].map(match => {
    const target = (match[1] ?? match[2]) as string
    return target.startsWith('.') ? normalize(join(dirname(file), target)) : target
  })

const isAllowed = (target: string, may: readonly string[]): boolean =>
  may.some(one =>
    one.endsWith('*') ? target.startsWith(one.slice(0, -1)) : target === one || target.startsWith(`${one}/`),
  )

describe.each(RULES)('$part: $because', ({ part, may }) => {
  it('imports nothing else', () => {
    const wrong = filesOf(part).flatMap(file =>
      importsOf(file)
        .filter(target => !isAllowed(target, may))
        .map(target => `${file} imports ${target}`),
    )
    expect(wrong).toEqual([])
  })
})

describe('core', () => {
  it('has no clock, no randomness, no environment and no console', () => {
    const impure =
      /\bDate\.now\(|new Date\(\)|Math\.random\(|\bprocess\.|\bconsole\.|\bsetTimeout\(|\bfetch\(/
    expect(filesOf('src/core').filter(file => impure.test(readFileSync(file, 'utf8')))).toEqual([])
  })
})

describe('the import graph', () => {
  const graph = new Map(
    ['src', 'checks']
      .flatMap(filesOf)
      .map(file => [
        file,
        importsWithoutTypes(file).filter(target => target.startsWith('src/') || target.startsWith('checks/')),
      ]),
  )

  it('runs one way: no file imports itself through others', () => {
    const done = new Set<string>()
    const cycles: string[] = []
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(' → '))
      if (done.has(file) || path.includes(file)) return
      for (const target of graph.get(file) ?? []) visit(target, [...path, file])
      done.add(file)
    }
    for (const file of graph.keys()) visit(file, [])
    expect(cycles).toEqual([])
  })
})

function importsWithoutTypes(file: string): string[] {
  const values = readFileSync(file, 'utf8').replaceAll(
    /(?:^|\n)\s*(?:import|export) type [^'";]*?\sfrom\s'[^']+'/g,
    '\n',
  )
  return [...values.matchAll(IMPORT)].flatMap(match => {
    const target = match[1]
    return target?.startsWith('.') ? [normalize(join(dirname(file), target))] : []
  })
}
