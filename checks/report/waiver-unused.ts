import { defineCheck } from '../../src/core/index.ts'

export default defineCheck({
  id: 'report/waiver-unused',
  title: 'every waiver of the config covers something',
  why: 'A waiver that covers nothing is forgotten, or misspelt: it would cover what comes back one day, and nobody would see it.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html',
  severity: 'low',
  fix: 'none',
  each: 'waivers',
  needs: [],
  run({ check, subject, reason, standing }) {
    if (standing !== 'unused') return undefined
    return {
      message: `the waiver of ${check} for ${subject} covers nothing`,
      about: `${check} ${subject}`,
      evidence: [{ label: 'reason', value: reason, source: 'config' }],
      remedy: {
        text: 'take it out of the config, or write the subject as the report has it: its id or its ARN, * for any text',
      },
    }
  },
})
