import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { checks } from '../../../checks/index.ts'
import { withPlugin } from '../../config/add-plugin.ts'
import { OWN_AREAS } from '../../config/plugins/read-plugin.ts'
import { writeNewFile } from '../../config/new-file.ts'
import { rewriteFile } from '../../config/write-file.ts'
import { UsageError } from '../../core/errors.ts'
import { didYouMean } from '../../core/words/did-you-mean.ts'
import { PLUGIN, PLUGIN_INDEX, pluginCheck } from '../../scaffold/plugin-check.ts'
import { INDEX, projectCheck } from '../../scaffold/project-check.ts'
import type { CheckName, FileText, Scaffold } from '../../scaffold/scaffold.ts'
import { flag, text } from '../arguments.ts'
import type { Run } from '../commands.ts'
import { EXIT } from '../exit-code.ts'
import { writeOut } from '../terminal.ts'
import { TOOL } from '../version.ts'

/** `new-check AREA/NAME`: a check with its test and its listing; in any folder but the project's own, one of a plugin. */
export const runNewCheck: Run = async argv => {
  const dryRun = flag(argv, 'dry-run')
  const check = nameOf(text(argv, 'id') ?? '')
  const scaffold = isProject() ? inProject(check) : inPlugin(check)
  for (const { path } of scaffold.created)
    if (existsSync(path)) throw wrong(check, `${path} is there already; nothing was written`)
  if (!dryRun) write(scaffold)
  await writeOut(`${told(scaffold, dryRun).join('\n')}\n`)
  return EXIT.healthy
}

const wrong = ({ area, name }: CheckName, problem: string): UsageError =>
  new UsageError(`making ${area}/${name}: ${problem}`)

const nameOf = (id: string): CheckName => {
  const [, area, name] = /^([a-z][a-z0-9]*(?:-[a-z0-9]+)*)\/([a-z0-9]+(?:-[a-z0-9]+)*)$/.exec(id) ?? []
  if (area !== undefined && name !== undefined) return { area, name }
  throw new UsageError(
    `reading the id: ${JSON.stringify(id)} is none; it is two names in small letters, digits and dashes, such as logs/retention-set`,
  )
}

/** Whether the folder is ssm-doctor's own. */
const isProject = (): boolean => {
  try {
    const { name }: { name?: unknown } = JSON.parse(readFileSync('package.json', 'utf8'))
    return name === TOOL && existsSync(INDEX)
  } catch {
    return false
  }
}

const areas = (): readonly string[] => [...new Set(checks.map(({ id }) => id.split('/', 1).join('')))]

const inProject = (check: CheckName): Scaffold => {
  const { area } = check
  const known = [...areas(), ...OWN_AREAS]
  if (!known.includes(area) && !existsSync(`checks/${area}`))
    throw wrong(
      check,
      `there is no area ${JSON.stringify(area)}${didYouMean(area, known, `the areas are ${areas().join(', ')}; make the folder checks/${area} for a new one`)}`,
    )
  return projectCheck(check, readFileSync(INDEX, 'utf8'))
}

const inPlugin = (check: CheckName): Scaffold => {
  const { area } = check
  if ([...areas(), ...OWN_AREAS].includes(area))
    throw wrong(check, `${area} is an area of ${TOOL}; give the ids of your plugin a prefix of their own`)
  const index = existsSync(PLUGIN_INDEX) ? readFileSync(PLUGIN_INDEX, 'utf8') : undefined
  const other = index === undefined ? undefined : prefixesIn('checks').find(prefix => prefix !== area)
  if (other !== undefined)
    throw wrong(
      check,
      `the ids of the plugin ${PLUGIN_INDEX} begin with ${other}/; take ${other}/${check.name}`,
    )
  const scaffold = pluginCheck(check, index)
  const config = withPlugin('.', PLUGIN)
  if (!config)
    return {
      ...scaffold,
      left: [...scaffold.left, `name the plugin in ssm-doctor.json: { "plugins": ["${PLUGIN}"] }`],
    }
  const isNamed = readFileSync(config.path, 'utf8') === config.text
  return isNamed ? scaffold : { ...scaffold, changed: [...scaffold.changed, config] }
}

/** The first parts of the ids in the modules of a folder, as they stand there: nothing of them is run. */
const prefixesIn = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter(name => name.endsWith('.mjs') && !name.endsWith('.test.mjs'))
    .flatMap(name => /^\s*id: ['"]([a-z0-9-]+)\//m.exec(readFileSync(`${folder}/${name}`, 'utf8'))?.[1] ?? [])

/** Writes all of it, or takes back what it had done. */
const write = ({ created, changed }: Scaffold): void => {
  const undo: (() => void)[] = []
  try {
    for (const { path, text } of created) {
      writeNewFile(path, text, WHAT)
      undo.push(() => rmSync(path, { force: true }))
    }
    for (const { path, text } of changed) {
      const before = readFileSync(path, 'utf8')
      rewriteFile(path, text, WHAT)
      undo.push(() => rewriteFile(path, before, WHAT))
    }
  } catch (error) {
    for (const back of undo.toReversed()) back()
    throw error
  }
}

const WHAT = 'the check'

const told = ({ created, changed, left }: Scaffold, dryRun: boolean): readonly string[] => {
  const lines = (word: string, files: readonly FileText[]) => files.map(({ path }) => `${word} ${path}`)
  return [
    ...lines(dryRun ? 'would write ' : 'wrote  ', created),
    ...lines(dryRun ? 'would change' : 'changed', changed),
    '',
    'left to do',
    ...left.map(one => `- ${one}`),
  ]
}
