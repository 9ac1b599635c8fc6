import { globMatches } from '../iam/pattern.ts'
import { nearness, patternNearness } from './near-name.ts'
import { arnParts, type Difference, type MeantTarget, type Miss } from './target.ts'

/** The objects under one prefix of a bucket, as what a statement was meant to allow writing to. */
export const objectTarget = (bucketArn: string, objectArn: string): MeantTarget => {
  const [partition = '', , , , bucket = ''] = arnParts(bucketArn) ?? []
  const key = objectArn.slice(bucketArn.length + 1)
  return {
    resource: objectArn,
    missOf(pattern) {
      if (globMatches(pattern, objectArn)) return 'covers'
      const written = parse(pattern)
      const isSame = /[^*?]/.test(written.bucket) && globMatches(written.bucket, bucket)
      const bucketNearness = isSame ? 0 : nearness(written.bucket, bucket)
      if (bucketNearness === undefined) return undefined
      const differences: Difference[] = [
        ...(globMatches(written.partition, partition) ? [] : (['partition'] as const)),
        ...(written.malformed ? (['form'] as const) : []),
        ...(globMatches(written.bucket, bucket)
          ? keyDifferences(written.key, key)
          : [bucketDifference(written.bucket, bucket)]),
      ]
      const keyNearness = patternNearness(written.key ?? '', key.slice(0, key.lastIndexOf('/') + 1)) ?? 2
      return { nearness: bucketNearness === 0 ? keyNearness : bucketNearness, differences } satisfies Miss
    },
    isOfKind: pattern => arnParts(pattern)?.[1] === 's3',
  }
}

interface WrittenObject {
  readonly partition: string
  readonly bucket: string
  /** Absent where the bucket itself is written, not its objects. */
  readonly key?: string
  /** Written in another form than an ARN of an object has. */
  readonly malformed: boolean
}

const parse = (pattern: string): WrittenObject => {
  const parts = arnParts(pattern)
  const [partition, service, region, account, rest] = parts ?? [
    '*',
    's3',
    '',
    '',
    pattern.replace(/^s3:\/\//, ''),
  ]
  // With a colon too few the bucket stands where the account should.
  const objects = rest === '' ? account : rest
  const slash = objects.indexOf('/')
  const malformed = !parts || service !== 's3' || region !== '' || account !== ''
  if (slash < 0) return { partition, bucket: objects, malformed }
  return { partition, bucket: objects.slice(0, slash), key: objects.slice(slash + 1), malformed }
}

const bucketDifference = (bucket: string, meant: string): Difference =>
  bucket.toLowerCase() === meant.toLowerCase() ? 'letter case' : 'bucket'

const keyDifferences = (key: string | undefined, meant: string): Difference[] => {
  if (key === undefined || key === '') return ['bucket itself']
  if (globMatches(key, meant)) return []
  const prefix = meant.slice(0, meant.lastIndexOf('/') + 1)
  if (key === prefix || `${key}/` === prefix) return ['missing /*']
  if (key.startsWith('/') !== meant.startsWith('/') && sameButLeadingSlash(key, meant))
    return ['leading slash']
  const isOtherCase = key.toLowerCase().startsWith(prefix.toLowerCase()) && !key.startsWith(prefix)
  return [isOtherCase ? 'letter case' : 'prefix']
}

const sameButLeadingSlash = (key: string, meant: string): boolean =>
  globMatches(key.replace(/^\//, ''), meant.replace(/^\//, ''))
