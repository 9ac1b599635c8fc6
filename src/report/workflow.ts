/** Where a workflow looks, and by which version of the program. */
export interface WorkflowFacts {
  readonly accountId: string
  readonly partition: string
  /** The Region in which it signs in. */
  readonly region: string
  readonly version: string
}

/** The role that a workflow takes on, if it bears the name that we propose. */
export const readerRole = ({
  partition,
  accountId,
}: Pick<WorkflowFacts, 'partition' | 'accountId'>): string =>
  `arn:${partition}:iam::${accountId}:role/ssm-doctor-reader`

/**
 * A workflow for GitHub that signs in without a key and runs `check` by its config every day.
 * aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
 */
export const workflowText = (facts: WorkflowFacts): string => `name: Session Manager
on:
  schedule:
    - cron: '17 5 * * *'
  workflow_dispatch:
permissions:
  contents: read
  id-token: write
jobs:
  session-manager:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v7
      - uses: aws-actions/configure-aws-credentials@v6
        with:
          role-to-assume: ${readerRole(facts)}
          aws-region: ${facts.region}
${audienceOf(facts)}      - run: npx --yes ssm-doctor@${facts.version} check --config ssm-doctor.json --format github
`

/** aws: https://github.com/aws-actions/configure-aws-credentials#oidc-audience */
const audienceOf = ({ partition }: WorkflowFacts): string =>
  partition === 'aws-cn' ? '          audience: sts.amazonaws.com.cn\n' : ''
