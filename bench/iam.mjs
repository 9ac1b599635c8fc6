// Decisions per second on one core. Run `npm run bench`, or this file after a build.
import { performance } from 'node:perf_hooks'
import { decide, decider } from '../dist/src/core/index.js'

const ACCOUNT = '123456789012'
const REGION = 'eu-west-1'
const ROLE = `arn:aws:iam::${ACCOUNT}:role/app/web`

const SERVICES = ['s3', 'logs', 'ssm', 'kms', 'ec2', 'sqs', 'sns', 'dynamodb', 'lambda', 'ecr']
const VERBS = ['Get*', 'List*', 'Describe*', 'Put*', 'CreateThing', 'UpdateThing', 'TagThing']

const resourceOf = (service, at) =>
  service === 's3'
    ? `arn:aws:s3:::example-${at}/*`
    : `arn:aws:${service}:${REGION}:${ACCOUNT}:thing/team-${at}/*`

const CONDITIONS = [
  undefined,
  { StringEquals: { 'aws:RequestedRegion': [REGION, 'eu-central-1'] } },
  { StringLike: { 'aws:PrincipalTag/team': 'pay*' }, Bool: { 'aws:SecureTransport': 'true' } },
  { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/app/*` } },
]

const statement = (at, actions) => {
  const service = SERVICES[at % SERVICES.length]
  const condition = CONDITIONS[at % CONDITIONS.length]
  return {
    Sid: `Statement${at}`,
    Effect: at % 12 === 11 ? 'Deny' : 'Allow',
    Action: actions.map(verb => `${service}:${verb}`),
    Resource: [resourceOf(service, at), resourceOf(service, at + 1)],
    ...(condition && { Condition: condition }),
  }
}

const policy = (name, statements) => ({
  name,
  document: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
})

/** 10 policies with 60 statements. */
const realistic = {
  identityPolicies: Array.from({ length: 10 }, (_, number) =>
    policy(
      `policy-${number}`,
      Array.from({ length: 6 }, (_, at) => statement(number * 6 + at, VERBS.slice(0, 4))),
    ),
  ),
}

/** 25 managed policies of 6,144 characters each, a boundary of that size and 10,240 characters of inline policies. */
const fill = (name, size, from) => {
  const statements = []
  for (let at = from; ; at++) {
    const next = [...statements, statement(at, VERBS.slice(0, 2))]
    if (JSON.stringify({ Version: '2012-10-17', Statement: next }).length > size) break
    statements.push(next.at(-1))
  }
  return policy(name, statements)
}
const largest = {
  identityPolicies: [
    ...Array.from({ length: 25 }, (_, number) => fill(`managed-${number}`, 6144, number * 31)),
    fill('inline', 10_240, 1000),
  ],
  boundaries: [fill('boundary', 6144, 7)],
}

const statementsIn = set =>
  [...set.identityPolicies, ...(set.boundaries ?? [])].reduce(
    (sum, { document }) => sum + JSON.parse(document).Statement.length,
    0,
  )

const requests = SERVICES.flatMap((service, at) =>
  ['GetThing', 'DescribeThing', 'CreateThing', 'DeleteThing'].map(verb => ({
    principal: ROLE,
    action: `${service}:${verb}`,
    resource: resourceOf(service, at).replace('*', 'one/two'),
    context: {
      'aws:PrincipalArn': ROLE,
      'aws:RequestedRegion': REGION,
      'aws:SecureTransport': true,
      'aws:PrincipalTag/team': 'payments',
      'aws:userid': 'AROAEXAMPLEID:i-0abc',
    },
  })),
)

const measure = (name, statements, ask) => {
  const run = milliseconds => {
    const end = performance.now() + milliseconds
    let count = 0
    while (performance.now() < end) {
      for (const request of requests) ask(request)
      count += requests.length
    }
    return count
  }
  run(500)
  const start = performance.now()
  const count = run(2000)
  const perSecond = (count / (performance.now() - start)) * 1000
  const line = `${Math.round(perSecond).toLocaleString('en-US')} decisions/s, ${Math.round(1e9 / perSecond)} ns each, ${(1e9 / perSecond / statements).toFixed(1)} ns per statement`
  process.stdout.write(`${name} (${statements} statements): ${line}\n`)
}

for (const [name, set] of Object.entries({ realistic, largest })) {
  const statements = statementsIn(set)
  const counts = {}
  for (const request of requests)
    counts[decide(request, set).verdict] = (counts[decide(request, set).verdict] ?? 0) + 1
  process.stdout.write(`${name}: ${JSON.stringify(counts)}\n`)
  measure(`${name}, decide()`, statements, request => decide(request, set))
  measure(`${name}, decider()`, statements, decider(set))
}
