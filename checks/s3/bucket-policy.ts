import {
  asNamed,
  bestHeaders,
  bucketSide,
  defineCheck,
  explanationOf,
  logUpload,
  preferencesSay,
  readEncryption,
  refusalOf,
  roleMay,
  type BucketEncryption,
  type BucketPolicy,
  type Decision,
  type NodeRole,
  type Problem,
  type Refusal,
  type S3Destination,
  type Scope,
} from '../../src/core/index.ts'

export default defineCheck({
  id: 's3/bucket-policy',
  title: 'the bucket policy denies nothing that the agent sends',
  why: 'A Deny in the bucket policy wins over whatever the roles may do. The session opens as always, and its log is thrown away at the end without a word on the screen.',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html',
  severity: 'high',
  fix: 'none',
  each: 's3Destinations',
  needs: ['nodeRoles', 'bucketPolicies', 'bucketEncryption', 'preferences'],
  after: ['s3/bucket-exists'],
  mayFollow: ['preferences/default-version-current'],
  run(destination, records, scope) {
    if (destination.foreign) return undefined
    const denials = denialsOf(destination, Object.values(records.nodeRoles), records, scope)
    return [...denials.values()].map(denial => {
      const problem = problemOf(destination, denial)
      const evidence = [
        preferencesSay(records.preferences, destination, destination.id),
        ...(problem.evidence ?? []),
      ]
      return asNamed({ ...problem, evidence }, destination, destination.id)
    })
  },
})

interface BucketRecords {
  readonly bucketPolicies: Readonly<Record<string, BucketPolicy>>
  readonly bucketEncryption: Readonly<Record<string, BucketEncryption>>
}

/** A statement of the bucket policy that denies calls of nodes. */
interface Denial {
  readonly refusal: Refusal
  readonly decisions: Map<string, Decision>
  readonly roles: Set<string>
  readonly nodes: Set<string>
}

const denialsOf = (
  destination: S3Destination,
  roles: readonly NodeRole[],
  records: BucketRecords,
  scope: Scope,
): ReadonlyMap<string, Denial> => {
  const found = new Map<string, Denial>()
  for (const role of roles) {
    for (const { action, decision, nodes } of deniedCalls(role, destination, records, scope)) {
      const refusal = refusalOf(action, decision)
      const denial = found.get(refusal.about) ?? {
        refusal,
        decisions: new Map(),
        roles: new Set(),
        nodes: new Set(),
      }
      found.set(refusal.about, denial)
      denial.decisions.set(action, decision)
      denial.roles.add(role.name)
      for (const node of nodes) denial.nodes.add(node)
    }
  }
  return found
}

interface DeniedCall {
  readonly action: string
  readonly decision: Decision
  readonly nodes: readonly string[]
}

const deniedCalls = (
  role: NodeRole,
  destination: S3Destination,
  records: BucketRecords,
  scope: Scope,
): readonly DeniedCall[] => {
  const side = bucketSide(destination, records, scope)
  const headed = { ...side, context: bestHeaders(role, destination, records) }
  // The ACL that the agent sends has to be allowed too.
  const upload = logUpload(destination, headed, ['s3:PutObject', 's3:PutObjectAcl'])
  const wanted = [upload, ...(destination.encryptionRequired ? [readEncryption(destination, side)] : [])]
  return wanted.flatMap(({ actions, call }) =>
    actions.flatMap(action => {
      const { decision, nodes } = roleMay(role, { action, ...call }, scope)
      const [by] = decision.statements
      const isBucket = decision.verdict === 'explicit-deny' && by?.layer === 'resource policy'
      return isBucket ? [{ action, decision, nodes }] : []
    }),
  )
}

const problemOf = ({ bucket }: S3Destination, { refusal, decisions, roles, nodes }: Denial): Problem => ({
  message:
    `${refusal.because} ${[...decisions.keys()].join(' and ')} of role${roles.size > 1 ? 's' : ''} ${[...roles].join(', ')}, which the agent calls`.replace(
      'denies it',
      'denies',
    ),
  about: refusal.about,
  affects: [...nodes],
  evidence: refusal.evidence,
  explanation: [...decisions].map(([action, decision]) => explanationOf(action, decision)),
  remedy: {
    text: `change that statement so that it lets the roles put objects with the ACL bucket-owner-full-control and the encryption headers of bucket ${bucket}'s own default`,
  },
})
