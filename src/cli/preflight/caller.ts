import { MOST_SKEW_SECONDS, skewOf } from '../../core/client/clock.ts'
import { AwsError, UsageError } from '../../core/errors.ts'
import type { Access } from '../access-options.ts'
import type { Interrupt } from '../interrupt.ts'
import type { Statement } from './statement.ts'

/** What the first call to AWS told. */
export interface Caller {
  /** About the Region, the credentials and the clock. */
  readonly statements: readonly Statement[]
  /** The Region to reach, where one is known. */
  readonly region?: string
}

interface Asked {
  readonly region?: string
  readonly identity?: { readonly accountId: string; readonly arn: string; readonly partition: string }
  readonly error?: AwsError
  readonly skew?: number
}

/** Asks AWS whose the credentials are. Loads the SDK. */
export const askCaller = async (access: Access, interrupt: Interrupt): Promise<Caller> => {
  const { partitionOf } = await import('../../collect/regions.ts')
  const asked = await ask(access, interrupt)
  const statements = [regionStatement(asked, partitionOf), credentialsStatement(asked), clockStatement(asked)]
  return { statements, ...(asked.region !== undefined && { region: asked.region }) }
}

const ask = async (access: Access, interrupt: Interrupt): Promise<Asked> => {
  const region = access.regions[0] ?? (await regionOfSettings(access))
  const { openSession } = await import('../../collect/session.ts')
  let skew: number | undefined
  const begun = Date.now()
  const options = {
    // Whose credentials they are can be asked anywhere.
    region: region ?? 'us-east-1',
    concurrency: 1,
    signal: interrupt.signal,
    onDate: (date: string) => (skew ??= skewOf({ sentAt: begun, receivedAt: Date.now(), date })),
    ...(access.profile !== undefined && { profile: access.profile }),
    ...(access.roleArn !== undefined && { roleArn: access.roleArn }),
    ...(access.endpointUrl !== undefined && { endpointUrl: access.endpointUrl }),
  }
  const told = await openSession(options).then(
    ({ identity }) => ({ identity }),
    (error: unknown) => {
      if (error instanceof AwsError) return { error }
      throw error
    },
  )
  return { ...told, ...(region !== undefined && { region }), ...(skew !== undefined && { skew }) }
}

/** The Region that the environment or the profile names. */
const regionOfSettings = async ({ profile }: Access): Promise<string | undefined> => {
  // The SDK reads the settings of the environment's profile alone: for it, the flag is the environment.
  if (profile !== undefined) process.env['AWS_PROFILE'] = profile
  const { configuredRegion } = await import('../../collect/session.ts')
  try {
    return await configuredRegion(profile)
  } catch (error) {
    if (error instanceof UsageError) return undefined
    throw error
  }
}

const regionStatement = (
  { region, identity }: Asked,
  partitionOf: (region: string) => string | undefined,
): Statement => {
  const title = identity ? 'a Region is set, and the credentials are of its partition' : 'a Region is set'
  const asked = { id: 'region', title }
  const remedy = 'Give --region, or set AWS_REGION; sessions are sought in one Region alone.'
  if (region === undefined) return { ...asked, holds: 'no', found: 'none is set', remedy }
  const partition = partitionOf(region)
  if (partition === undefined)
    return { ...asked, holds: 'no', found: `there is no AWS Region ${JSON.stringify(region)}`, remedy }
  if (identity && identity.partition !== partition) {
    const found = `${region} belongs to partition ${partition}, the credentials to ${identity.partition}`
    return { ...asked, holds: 'no', found, remedy: `Use credentials of ${partition}.` }
  }
  return { ...asked, holds: 'yes', found: region }
}

const credentialsStatement = ({ identity, error }: Asked): Statement => {
  const asked = { id: 'credentials', title: 'AWS knows the credentials' }
  if (identity) return { ...asked, holds: 'yes', found: `${identity.arn} in account ${identity.accountId}` }
  const found = (error?.message ?? '').replace('using the AWS credentials (sts:GetCallerIdentity): ', '')
  if (isUnreached(found))
    return {
      ...asked,
      holds: 'unknown',
      found,
      remedy: 'Repair the way to AWS first. A proxy is not used for this.',
    }
  return {
    ...asked,
    holds: 'no',
    found,
    remedy: 'Get credentials, and see whose they are.',
    commands: ['aws sts get-caller-identity'],
  }
}

/** By the words of `explainFailure`. */
const isUnreached = (text: string): boolean =>
  /endpoint's name is not known|endpoint does not answer|names no account|certificate/i.test(text)

const clockStatement = ({ skew }: Asked): Statement => {
  const asked = { id: 'clock', title: 'the clock of this computer agrees with that of AWS' }
  if (skew === undefined)
    return {
      ...asked,
      holds: 'unknown',
      found: 'no answer of AWS to compare it with',
      remedy: 'Repair the credentials and the way to AWS first.',
    }
  const found = skew === 0 ? 'to the second' : `${Math.abs(skew)} seconds ${skew > 0 ? 'ahead' : 'behind'}`
  if (Math.abs(skew) < MOST_SKEW_SECONDS) return { ...asked, holds: 'yes', found }
  return {
    ...asked,
    holds: 'no',
    found,
    remedy: `Synchronise the clock: AWS refuses signatures from ${MOST_SKEW_SECONDS / 60} minutes on.`,
  }
}
