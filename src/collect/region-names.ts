/**
 * Regions by partition, and the form that a new Region's name takes there.
 * aws: https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
 */
interface Partition {
  readonly name: string
  readonly form: RegExp
  readonly regions: readonly string[]
}

const DIRECTION = '(north|south|east|west|central|northeast|northwest|southeast|southwest)'
const form = (prefix: string): RegExp => new RegExp(`^${prefix}-${DIRECTION}-[1-9]$`)

const COMMERCIAL = [
  'af-south-1',
  'ap-east-1',
  'ap-east-2',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-south-2',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'ap-southeast-5',
  'ap-southeast-6',
  'ap-southeast-7',
  'ca-central-1',
  'ca-west-1',
  'eu-central-1',
  'eu-central-2',
  'eu-north-1',
  'eu-south-1',
  'eu-south-2',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'il-central-1',
  'me-central-1',
  'me-south-1',
  'me-west-1',
  'mx-central-1',
  'sa-east-1',
  'sa-west-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
]

/**
 * Regions of the commercial partition that every account has; the others have to be enabled. Those of other partitions
 * are all there.
 * aws: https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
 */
const ALWAYS_ENABLED: ReadonlySet<string> = new Set([
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
])

/** Whether a Region is there for an account only once it has enabled it. */
export const mustBeEnabled = (region: string): boolean => {
  const known = PARTITIONS.find(
    ({ name, regions, form }) => name === 'aws' && (regions.includes(region) || form.test(region)),
  )
  return known !== undefined && !ALWAYS_ENABLED.has(region)
}

/** The partitions, their Regions, and what a name that is not in the list must look like to be a new Region. */
export const PARTITIONS: readonly Partition[] = [
  { name: 'aws', form: form('(us|eu|ap|sa|ca|me|af|il|mx)'), regions: COMMERCIAL },
  { name: 'aws-cn', form: form('cn'), regions: ['cn-north-1', 'cn-northwest-1'] },
  { name: 'aws-us-gov', form: form('us-gov'), regions: ['us-gov-east-1', 'us-gov-west-1'] },
  { name: 'aws-eusc', form: form('eusc-de'), regions: ['eusc-de-east-1'] },
  { name: 'aws-iso', form: form('us-iso'), regions: ['us-iso-east-1', 'us-iso-west-1'] },
  { name: 'aws-iso-b', form: form('us-isob'), regions: ['us-isob-east-1', 'us-isob-west-1'] },
  { name: 'aws-iso-e', form: form('eu-isoe'), regions: ['eu-isoe-west-1'] },
  { name: 'aws-iso-f', form: form('us-isof'), regions: ['us-isof-east-1', 'us-isof-south-1'] },
]
