import { defineCheck } from '../../src/core/index.ts'

export default defineCheck({
  id: 'report/waiver-expired',
  title: 'every waiver of the config still holds',
  why: 'A waiver puts up with a finding until a day. That day has passed: what it covered counts again, and nobody has decided to go on.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html',
  severity: 'medium',
  fix: 'none',
  each: 'waivers',
  needs: [],
  run({ check, subject, reason, until, standing }, _records, { takenAt }) {
    if (standing !== 'expired') return undefined
    return {
      message: `the waiver of ${check} for ${subject} held until ${until}`,
      about: `${check} ${subject}`,
      evidence: [
        { label: 'waived until', value: until, source: 'config' },
        { label: 'judged on', value: takenAt.slice(0, 10), source: 'when the account was read' },
        { label: 'reason', value: reason, source: 'config' },
      ],
      remedy: {
        text: 'repair what it covers and take the waiver out of the config; or decide anew, and write until when',
      },
    }
  },
})
