import { UsageError } from '../core/errors.ts'
import { EXAMPLE_CASES, exampleFields } from './example-check.ts'
import { importName, linesOf, type CheckName, type FileText, type Scaffold } from './scaffold.ts'

/** The list of a plugin's checks, as `new-check` keeps it; the config names it so. */
export const PLUGIN = './checks/index.mjs'
export const PLUGIN_INDEX = 'checks/index.mjs'

/**
 * A check of a plugin in the folder `checks`.
 * @param index the text of the plugin's list, where there is one
 * @throws UsageError where that list is not written so that a check could be added
 */
export const pluginCheck = (check: CheckName, index: string | undefined): Scaffold => {
  const { name } = check
  const list: FileText = {
    path: PLUGIN_INDEX,
    text: index === undefined ? newList(check) : listed(check, index),
  }
  return {
    created: [
      { path: `checks/${name}.mjs`, text: checkText(check) },
      { path: `checks/${name}.test.mjs`, text: testText(check) },
      ...(index === undefined ? [list] : []),
    ],
    changed: index === undefined ? [] : [list],
    left: [
      `write your check in the place of the example: checks/${name}.mjs and its test`,
      `run its test: npm install --save-dev ssm-doctor && node --test checks/${name}.test.mjs`,
    ],
  }
}

const checkText = (check: CheckName): string =>
  `export default {
${exampleFields(check, 'https://wiki.example.com/nodes').replace("  fix: 'none',\n", '')}}
`

const testText = ({ name }: CheckName): string =>
  `${linesOf(
    "import test from 'node:test'",
    "import { testCheck } from 'ssm-doctor/test'",
    `import check from './${name}.mjs'`,
  )}
const WEB = 'i-0a1b2c3d4e5f60001'
const DB = 'i-0a1b2c3d4e5f60002'

testCheck(test, check, {
${EXAMPLE_CASES}})
`

const importOf = (check: CheckName): string => `import ${importName(check)} from './${check.name}.mjs'\n`

const newList = (check: CheckName): string =>
  `${importOf(check)}
export const interfaceVersion = 1

export default [${importName(check)}]
`

const LIST = /^export default \[([^[\]]*)\]/m

/** The list with the check behind the others, and its import before all. */
const listed = (check: CheckName, index: string): string => {
  const inside = LIST.exec(index)?.[1]
  if (inside === undefined)
    throw new UsageError(
      `adding to ${PLUGIN_INDEX}: it has no list "export default [...]" of names; add the check there by hand`,
    )
  const names = [...inside.split(',').map(one => one.trim()), importName(check)].filter(one => one !== '')
  const short = `export default [${names.join(', ')}]`
  const long = `export default [\n${names.map(one => `  ${one},\n`).join('')}]`
  return `${importOf(check)}${index.replace(LIST, () => (short.length > 80 ? long : short))}`
}
