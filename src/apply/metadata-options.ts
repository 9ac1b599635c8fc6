import {
  DescribeInstancesCommand,
  ModifyInstanceMetadataOptionsCommand,
  type EC2Client,
  type ModifyInstanceMetadataOptionsCommandInput,
} from '@aws-sdk/client-ec2'
import type { MetadataOptions } from '../core/changes/change.ts'
import { given, unlessGone } from './answers.ts'
import { ChangedSince, type Context, type Executor } from './executor.ts'
import { awaited } from './patiently.ts'

interface Seen extends MetadataOptions {
  /** EC2 is still about to make them so. */
  readonly pending: boolean
}

/** The options of an instance, or nothing where it is gone; a terminated one stays listed for a while. */
const optionsOf = async (ec2: EC2Client, instanceId: string): Promise<Seen | undefined> => {
  const answer = await unlessGone(ec2.send(new DescribeInstancesCommand({ InstanceIds: [instanceId] })))
  const instances =
    answer && given(answer.Reservations, 'Reservations').flatMap(({ Instances = [] }) => Instances)
  const [instance] = instances ?? []
  if (!instance || given(instance.State?.Name, 'State') === 'terminated') return undefined
  const { HttpEndpoint, HttpTokens, State } = given(instance.MetadataOptions, 'MetadataOptions')
  return {
    endpoint: given(HttpEndpoint, 'HttpEndpoint'),
    tokens: given(HttpTokens, 'HttpTokens'),
    pending: State === 'pending',
  }
}

const TRIES = 20

/** What the options are once EC2 has applied them: a stopped instance applies them when it starts. */
const applied = async (context: Context, ec2: EC2Client, id: string): Promise<Seen | undefined> => {
  let last: Seen | undefined
  await awaited(
    context,
    async () => {
      last = await optionsOf(ec2, id)
      return last?.pending ? undefined : true
    },
    TRIES,
  )
  return last
}

const isSame = (a: MetadataOptions, b: MetadataOptions): boolean =>
  a.endpoint === b.endpoint && a.tokens === b.tokens

const modify = async (
  context: Context,
  ec2: EC2Client,
  input: ModifyInstanceMetadataOptionsCommandInput,
): Promise<void> => {
  await ec2.send(new ModifyInstanceMetadataOptionsCommand(input))
  await applied(context, ec2, given(input.InstanceId, 'InstanceId'))
}

const turnOn = (context: Context, ec2: EC2Client, InstanceId: string, { tokens }: MetadataOptions) =>
  modify(context, ec2, { InstanceId, HttpEndpoint: 'enabled', HttpTokens: tokens })

/** EC2 takes no word on tokens while the endpoint is off, or with the call that turns it off: they go first. */
const turnOff = async (
  context: Context,
  ec2: EC2Client,
  InstanceId: string,
  now: MetadataOptions,
  to: MetadataOptions,
): Promise<void> => {
  if (now.tokens !== to.tokens) await modify(context, ec2, { InstanceId, HttpTokens: to.tokens })
  await modify(context, ec2, { InstanceId, HttpEndpoint: 'disabled' })
}

const set: Executor<'set-metadata-options'> = {
  look: async ({ region, instanceId, from, to }, context) => {
    const { ec2 } = context.at(region)
    const now = await applied(context, ec2, instanceId)
    const off = to.endpoint === 'disabled'
    if (!now && !off) throw new ChangedSince(`instance ${instanceId} does not exist any more`)
    if (!now || isSame(now, to) || (off && now.endpoint === 'disabled')) return undefined
    // On the way back the tokens may have been set already.
    if (!isSame(now, from) && !(off && now.tokens === to.tokens))
      throw new ChangedSince(`the metadata options of ${instanceId} were changed by someone else since`)
    return {
      write: () => (off ? turnOff(context, ec2, instanceId, now, to) : turnOn(context, ec2, instanceId, to)),
    }
  },
}

/** The metadata service of an instance. */
export const metadataOptionExecutors = { 'set-metadata-options': set }
