import type { Fix } from '../changes/change.ts'
import { counts } from '../audit/summary.ts'
import { logGroupArn } from '../session/log-group-arn.ts'
import type { Audit } from '../report.ts'
import type { Scope } from '../snapshot.ts'

/** The log groups and buckets, by ARN, that the repairs would edit: their tags, and what else they serve, are read first. */
export const storesToEdit = ({ findings, fixes, scopes }: Audit): readonly string[] => {
  const arns = findings.filter(counts).flatMap(({ fingerprint, accountId, region }) => {
    const scope = scopes.find(one => one.accountId === accountId && one.region === region)
    return scope ? (fixes.get(fingerprint) ?? []).flatMap(fix => storeOf(fix, scope)) : []
  })
  return [...new Set(arns)].toSorted()
}

const storeOf = (fix: Fix, scope: Scope): readonly string[] => {
  if (fix.type === 'have-log-group') return [logGroupArn(scope, fix.logGroup)]
  if (fix.type === 'block-public-access' || fix.type === 'add-bucket-statement')
    return [`arn:${scope.partition}:s3:::${fix.bucket}`]
  return []
}
