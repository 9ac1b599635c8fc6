import { EXAMPLE_CASES, exampleFields } from './example-check.ts'
import { importName, linesOf, type CheckName, type Scaffold } from './scaffold.ts'

/** The list of our checks, and what has to be looked at by hand. */
export const INDEX = 'checks/index.ts'

const DOCS = 'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html'

/**
 * A check of ssm-doctor itself.
 * @param index the text of checks/index.ts
 */
export const projectCheck = (check: CheckName, index: string): Scaffold => {
  const { area, name } = check
  const file = `checks/${area}/${name}.ts`
  return {
    created: [
      { path: file, text: checkText(check) },
      { path: `test/checks/${area}/${name}.test.ts`, text: testText(check) },
    ],
    changed: [{ path: INDEX, text: listed(check, index) }],
    left: [
      `write your check in the place of the example: ${file} and its test`,
      'say in src/core/compliance what it is evidence for, or that it is for no control',
      'write the pages and transcripts anew: npm run build && UPDATE_FIXTURES=1 npx vitest run --project unit test/transcripts.test.ts',
      'add a sentence to CHANGELOG.md, section Next',
    ],
  }
}

const checkText = (check: CheckName): string =>
  `${linesOf("import { defineCheck } from '../../src/core/index.ts'", '', 'export default defineCheck({')}${exampleFields(check, DOCS)}})
`

const testText = ({ area, name }: CheckName): string =>
  `${linesOf(
    `import check from '../../../checks/${area}/${name}.ts'`,
    "import { DB, WEB } from '../../support/healthy.ts'",
    "import { testCheck } from '../../support/test-check.ts'",
  )}
testCheck(check, {
${EXAMPLE_CASES.replaceAll(/records\.instances\[(\w+)\]/g, 'records.instances[$1] ?? {}')}})
`

/** The imports in the order of the paths, the check behind the others of its area. */
const listed = (check: CheckName, index: string): string => {
  const { area, name } = check
  const lines = index.split('\n')
  const line = `import ${importName(check)} from './${area}/${name}.ts'`
  const imports = lines.findLastIndex(one => /^import \w+ from '\.\//.test(one) && pathOf(one) < pathOf(line))
  const first = lines.findIndex(one => /^import \w+ from '\.\//.test(one))
  const at = imports < 0 ? first : imports + 1
  const withImport = [...lines.slice(0, at), line, ...lines.slice(at)]
  const names = new Set(
    lines.filter(one => one.includes(` from './${area}/`)).map(one => `  ${one.split(' ')[1]},`),
  )
  const last = withImport.findLastIndex(one => names.has(one))
  const end = last < 0 ? withImport.lastIndexOf(']') : last + 1
  return [...withImport.slice(0, end), `  ${importName(check)},`, ...withImport.slice(end)].join('\n')
}

const pathOf = (line: string): string => line.split("'")[1] ?? ''
