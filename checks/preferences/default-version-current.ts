import {
  awsCommand,
  defineCheck,
  lostFields,
  type Evidence,
  type PreferencesVersion,
  sameMeaning,
} from '../../src/core/index.ts'

export default defineCheck({
  id: 'preferences/default-version-current',
  title: 'the default version of the preferences is the latest',
  why: 'UpdateDocument writes a new latest version and leaves the default behind. AWS does not say which of the two sessions use: the console may show one and the nodes follow the other.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-configure-preferences-cli.html',
  severity: 'medium',
  fix: 'review',
  asks: ['use-latest-version'],
  each: 'preferences',
  needs: [],
  after: ['preferences/document-exists'],
  run({ name, versions }, _records, { region }) {
    const [current, latest] = versions
    if (!current || !latest || sameMeaning(current.content, latest.content)) return undefined
    const fields = differingFields(current, latest)
    const bears = fields.some(field => !NO_OUTCOME.has(field))
    const what =
      fields.length > 0 ? `differ in ${fields.join(', ')}` : 'differ in nothing that sessions depend on'
    return {
      message: `the default version ${current.version} and the latest version ${latest.version} ${what}`,
      ...(!bears && { severity: 'low' as const }),
      evidence: fields.flatMap(field => [shownIn(current, field), shownIn(latest, field)]),
      remedy: {
        text: `make version ${latest.version} the default if it is the one that is meant; else write the text of version ${current.version} as a new version and make that the default`,
        commands: [
          awsCommand('ssm update-document-default-version', {
            name,
            'document-version': latest.version,
            region,
          }),
        ],
      },
      // What the default keeps, encrypts or ends and the latest does not is given up by nobody but people.
      ...(lostFields(current.inputs, latest.inputs).length === 0 && {
        fix: [{ type: 'use-latest-version', name }],
      }),
    }
  },
})

/** Fields that change neither whether a session opens nor what is kept of it. */
const NO_OUTCOME: ReadonlySet<string> = new Set(['idleSessionTimeout', 'maxSessionDuration'])

const differingFields = (a: PreferencesVersion, b: PreferencesVersion): readonly string[] => {
  const inputs = [...new Set([...Object.keys(a.inputs), ...Object.keys(b.inputs)])]
  const faulty = [...a.faults, ...b.faults].filter(fault => fault.effect !== 'none').map(fault => fault.field)
  return [...new Set([...inputs, ...faulty])].filter(field => meaning(a, field) !== meaning(b, field))
}

/** A field's value as the agent reads it, and whether it can: the same value typed wrong is another meaning. */
const meaning = (version: PreferencesVersion, field: string): string =>
  `${valueOf(version, field)} ${version.faults.find(fault => fault.field === field)?.effect ?? 'none'}`

const valueOf = ({ inputs }: PreferencesVersion, field: string): string => {
  const value = new Map<string, unknown>(Object.entries(inputs)).get(field)
  return value === undefined || value === '' ? 'not set' : JSON.stringify(value)
}

const shownIn = (version: PreferencesVersion, field: string): Evidence => ({
  label: field,
  value: version.faults.find(fault => fault.field === field)?.problem ?? valueOf(version, field),
  source: `${version.which} version ${version.version}`,
})
