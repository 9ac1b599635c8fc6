import { defineCheck } from '../../src/core/index.ts'

export default defineCheck({
  id: 'report/empty-region',
  title: 'the Region has something of Session Manager',
  why: 'Nothing is judged where there is neither a node nor a preferences document. A wrong Region looks like this.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html',
  severity: 'info',
  fix: 'none',
  each: 'regions',
  needs: [],
  run({ name, judged, hasPreferences }) {
    if (judged > 0 || hasPreferences) return undefined
    return {
      message: `${name} has no node for Session Manager and no preferences document`,
      remedy: { text: 'check the Region: ssm-doctor check --region <region>' },
    }
  },
})
