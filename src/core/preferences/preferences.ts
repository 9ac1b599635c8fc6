import type { DocumentVersion } from '../records.ts'
import { readDocument } from './document.ts'
import { readInputs } from './inputs.ts'
import { valueFaults } from './values.ts'

/** Something in a preferences document that the agent reads otherwise than its author meant. */
export interface PreferencesFault {
  /** The field, `schemaVersion`, `sessionType`, `inputs` or `content`. */
  readonly field: string
  /** What is wrong, with the value: lower case, no full stop. */
  readonly problem: string
  /** `hang`: sessions hang at the start; `abort`: they are refused; `loss`: the record is lost; `none`: neither. */
  readonly effect: 'hang' | 'abort' | 'loss' | 'none'
  /** Agents from this version on read it well: the effect is that on older ones. */
  readonly fixedInAgent?: string
  /** How bad it is for a node that it hurts. */
  readonly severity: 'critical' | 'high' | 'low' | 'info'
  /** AWS does not say how the value is taken: it may be harmless. */
  readonly undecided?: true
}

/** The `inputs` as the SSM Agent reads them. */
export interface PreferenceInputs {
  readonly s3BucketName: string
  readonly s3KeyPrefix: string
  readonly s3EncryptionEnabled: boolean
  readonly cloudWatchLogGroupName: string
  readonly cloudWatchEncryptionEnabled: boolean
  readonly cloudWatchStreamingEnabled: boolean
  readonly kmsKeyId: string
  readonly runAsEnabled: boolean
  readonly runAsDefaultUser: string
  readonly idleSessionTimeout?: string
  readonly maxSessionDuration?: string
  readonly shellProfile: { readonly linux: string; readonly windows: string }
}

export interface PreferencesVersion {
  readonly which: 'default' | 'latest'
  readonly version: string
  readonly content: string
  readonly createdAt?: string
  readonly inputs: PreferenceInputs
  readonly faults: readonly PreferencesFault[]
  /** Fields whose value holds a `{{placeholder}}`: it is filled in at the start of a session and not visible here. */
  readonly leftToNode: readonly string[]
}

/**
 * Reads one version of a preferences document as the SSM Agent does.
 *
 * Never throws: what cannot be read stands in `faults`, and the inputs hold what could be read, the rest empty. A value
 * of the wrong type whose meaning is plain (`"true"`) counts as what was meant, so that other checks see what would be
 * once it is typed right.
 *
 * aws: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-schema.html
 */
export const parsePreferences = (
  which: PreferencesVersion['which'],
  version: DocumentVersion,
): PreferencesVersion => {
  const document = readDocument(version.content)
  const read = readInputs(document.inputs)
  return {
    which,
    version: version.version,
    content: version.content,
    ...(version.createdAt !== undefined && { createdAt: version.createdAt }),
    inputs: read.inputs,
    faults: [...document.faults, ...read.faults, ...valueFaults(read.inputs, read.leftToNode)],
    leftToNode: read.leftToNode,
  }
}

/** Whether default sessions would be port sessions, which nothing encrypts with a key and nothing records. */
export const opensPort = ({ faults }: PreferencesVersion): boolean =>
  faults.some(({ field, effect }) => field === 'sessionType' && effect === 'loss')

/** The faults for which nobody would write a document so. */
export const graveFaults = ({ faults }: PreferencesVersion): readonly PreferencesFault[] =>
  faults.filter(({ severity, undecided }) => !undecided && (severity === 'critical' || severity === 'high'))
