import { termsOf } from '../../config/terms.ts'
import { UsageError, AwsError } from '../../core/errors.ts'
import { Unreadable } from '../../core/access.ts'
import { newPolicy } from '../../core/iam/edit.ts'
import { nodePolicy } from '../../core/least-policy/node-policy.ts'
import { operatorPolicy, type OperatorOptions } from '../../core/least-policy/operator-policy.ts'
import { joinPolicies, type LeastPolicy } from '../../core/least-policy/statements.ts'
import { collectedKinds } from '../../core/audit/wanted.ts'
import type { World } from '../../core/snapshot.ts'
import { openAccount } from '../account.ts'
import { flag, pairs, text, texts, type Argv } from '../arguments.ts'
import { readAccess } from '../check-options.ts'
import type { Run } from '../commands.ts'
import { configOf } from '../config.ts'
import { didYouMean } from '../../core/words/did-you-mean.ts'
import { EXIT } from '../exit-code.ts'
import { worldsFrom } from '../from-file.ts'
import type { Interrupt } from '../interrupt.ts'
import { writeErr, writeOut } from '../terminal.ts'

const FOR = ['node', 'operator'] as const
type For = (typeof FOR)[number]

const KINDS = {
  node: [
    'logDestinations',
    's3Destinations',
    'sessionKeys',
    'keys',
    'buckets',
    'bucketEncryption',
    'bucketPolicies',
  ],
  operator: ['sessionKeys', 'keys'],
} as const

/** `policy node|operator`: what the preferences ask of a node's role, or of a person, and nothing more. */
export const runPolicy: Run = async (argv, interrupt) => {
  const who = whoOf(argv)
  const options = optionsOf(argv, who)
  const worlds = await worldsOf(argv, who, interrupt)
  const policy = joinPolicies(worlds.map(world => policyOf(world, who, options)))
  await writeOut(`${newPolicy(policy.statements)}\n`)
  for (const note of [...policy.notes, ...(policy.foreign ?? [])]) await writeErr(`ssm-doctor: ${note}`)
  return policy.notes.length > 0 ? EXIT.incomplete : EXIT.healthy
}

const whoOf = (argv: Argv): For => {
  const who = text(argv, 'who') ?? ''
  const found = FOR.find(one => one === who)
  if (found) return found
  throw new UsageError(
    `writing a policy: ${JSON.stringify(who)} has none${didYouMean(who, FOR, 'say node or operator')}`,
  )
}

const optionsOf = (argv: Argv, who: For): OperatorOptions => {
  const instances = texts(argv, 'instances').flatMap(list => list.split(',').map(id => id.trim()))
  const wrong = instances.find(id => !/^m?i-[0-9a-f]{8,17}$/.test(id))
  if (wrong !== undefined)
    throw new UsageError(`reading --instances: ${JSON.stringify(wrong)} is no id such as i-… or mi-…`)
  const options = { instances, tags: pairs(argv, 'tag'), mfa: flag(argv, 'mfa') }
  const given = instances.length > 0 || Object.keys(options.tags).length > 0 || options.mfa
  if (who === 'node' && given)
    throw new UsageError('--instances, --tag and --mfa limit people: say policy operator')
  return options
}

const worldsOf = async (argv: Argv, who: For, interrupt: Interrupt): Promise<readonly World[]> => {
  const config = configOf(argv)
  const access = readAccess(argv, config)
  const terms = termsOf(config.config)
  const from = text(argv, 'from')
  const nodes = { instances: [], tags: {} }
  if (from !== undefined) return worldsFrom(from, access.regions, nodes, terms)
  const account = await openAccount(access, interrupt, terms)
  return account.read({ kinds: new Set(KINDS[who].flatMap(collectedKinds)), nodes })
}

const policyOf = (world: World, who: For, options: OperatorOptions): LeastPolicy => {
  try {
    return who === 'node' ? nodePolicy(world) : operatorPolicy(world, options)
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    const { reason, actions } = error.gap
    throw new AwsError(
      `writing the policy for ${world.scope.region}: ${reason}; allow ${actions.join(', ')} and try again`,
      { cause: error },
    )
  }
}
