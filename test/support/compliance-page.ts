import { checks } from '../../checks/index.ts'
import { CLAIMS, WITHOUT_CONTROL } from '../../src/core/compliance/claims.ts'
import { inOrder } from '../../src/core/compliance/by-control.ts'
import { FRAMEWORKS } from '../../src/core/compliance/frameworks.ts'
import { TITLES } from '../../src/core/compliance/titles.ts'
import { FRAMEWORK_IDS, type FrameworkId } from '../../src/core/compliance/types.ts'

/** docs/compliance.md, made from the mapping itself. */
export const compliancePage = (): string =>
  [
    '# Evidence for controls',
    '',
    'What the checks show is evidence for or against controls of six frameworks. `check --compliance NAME` tells a report by the controls of one of them; it may be repeated. The page of HTML has all of them.',
    '',
    'Evidence is not compliance. A control asks for more than Session Manager, and for more than settings: an auditor judges it. Of each control the report says:',
    '',
    '- **against**: a check failed. A finding that was waived or is in the baseline is evidence against it all the same.',
    '- **incomplete**: none failed, and one could not tell, crashed or was not run. What is not known counts as no evidence.',
    '- **for**: every check that had anything to judge is healthy.',
    '- **none**: there was nothing to judge.',
    '',
    'The descriptions of controls are ours, not texts of the frameworks. What the report says of a control holds for the accounts, Regions and nodes that it names, at the time that it names.',
    ...FRAMEWORK_IDS.flatMap(framework),
    '',
    '## Checks without a control',
    '',
    'These are about whether sessions work, or about the report itself:',
    '',
    ...checks.flatMap(({ id }) => (WITHOUT_CONTROL.has(id) ? [`- ${link(id)}`] : [])),
    '',
  ].join('\n')

const framework = (id: FrameworkId): readonly string[] => [
  '',
  `## ${FRAMEWORKS[id].name}`,
  '',
  `\`--compliance ${id}\``,
  '',
  '| control | about | what is evidence for it | checks |',
  '|---|---|---|---|',
  ...Object.entries(TITLES[id])
    .toSorted(([a], [b]) => inOrder(a, b))
    .flatMap(([control, title]) =>
      CLAIMS.filter(({ controls }) => controls[id]?.includes(control)).map(
        ({ shows, checks }) => `| ${control} | ${title} | ${shows} | ${checks.map(link).join(', ')} |`,
      ),
    ),
]

const link = (id: string): string => `[\`${id}\`](checks.md#${id.replace('/', '')})`
