import type { CheckName } from './scaffold.ts'

/** The fields of the check that stands for the author's own until it is written: it works, and its test passes. */
export const exampleFields = ({ area, name }: CheckName, docs: string): string =>
  `  id: '${area}/${name}',
  title: 'an instance that has the tag Owner says an owner in it',
  why: 'This is an example. Say here what it costs when it does not hold.',
  docs: '${docs}',
  severity: 'low',
  fix: 'none',
  each: 'instances',
  needs: [],
  run(instance) {
    if (instance.tags['Owner'] !== '') return undefined
    return {
      message: \`the tag Owner of instance \${instance.id} is empty\`,
      about: 'Owner',
      evidence: [{ label: 'tag Owner', value: 'empty', source: 'ec2:DescribeInstances' }],
      remedy: { text: 'say in the tag whose the instance is' },
    }
  },
`

/** The cases of its test; `WEB` and `DB` are ids of instances. */
export const EXAMPLE_CASES = `  'an instance with an empty tag': {
    break: ({ records }) => Object.assign(records.instances[WEB], { tags: { Owner: '' } }),
    finds: [\`\${WEB}: the tag Owner of instance \${WEB} is empty\`],
  },
  'an instance without the tag': {
    break: ({ records }) => Object.assign(records.instances[DB], { tags: { Name: 'db-2' } }),
    finds: [],
  },
`
