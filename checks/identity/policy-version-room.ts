import { defineCheck } from '../../src/core/index.ts'

export default defineCheck({
  id: 'identity/policy-version-room',
  title: 'the policy has room for a corrected version',
  why: 'A managed policy holds five versions. Where they are all taken, a repair has to delete the oldest that is not the default; its text stays in the journal, its number and date are gone.',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-versioning.html',
  severity: 'info',
  fix: 'none',
  each: 'policyVersions',
  needs: ['accountQuotas'],
  run({ arn, spare }, { accountQuotas }) {
    const quota = accountQuotas['account']?.versionsPerPolicy ?? 5
    if (spare.length + 1 < quota) return undefined
    return {
      message: `policy ${arn.split('/').at(-1)} has ${spare.length + 1} of ${quota} versions: a repair deletes the oldest that is not the default`,
      about: 'versions',
      affects: [],
      evidence: [
        { label: 'versions', value: `${spare.length + 1} of ${quota}`, source: 'iam:ListPolicyVersions' },
        { label: 'goes first', value: spare[0] ?? '', source: 'iam:GetPolicyVersion' },
      ],
      remedy: { text: 'delete a version that nobody needs, if the oldest shall stay' },
    }
  },
})
