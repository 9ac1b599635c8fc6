import { describe, expect, it } from 'vitest'
import type { Change } from '../../../src/core/changes/change.ts'
import { renderTerraform } from '../../../src/report/emit/terraform.ts'
import { aPlan, aWorld, inputFor, stepFor } from './a-plan.ts'
import { HOSTILE } from './hostile.ts'
import { ALL_SAMPLES } from './samples.ts'
import { formatted, hasTerraform } from './terraform-tool.ts'

const POLICY = '{"Version":"2012-10-17","Statement":[]}'
const LOGS = 'arn:aws:iam::123456789012:policy/team/session-logs'
const newVersion: Change = { type: 'put-policy-version', policyArn: LOGS, from: '{}', to: POLICY }
const inline = (role: string, policy = 'own'): Change => ({
  type: 'put-role-policy',
  role,
  policy,
  to: POLICY,
})
const dns = (attribute: 'dnsSupport' | 'dnsHostnames', vpcId = 'vpc-0aa'): Change => ({
  type: 'set-vpc-dns',
  region: 'eu-north-1',
  vpcId,
  attribute,
  to: true,
})

const told = (...changes: readonly Change[]): string =>
  renderTerraform(inputFor(changes.map(change => stepFor(change))))

describe('a thing that exists', () => {
  it('is imported, is never replaced, and keeps what nobody read', () => {
    expect(told(newVersion)).toContain(`import {
  to = aws_iam_policy.session_logs
  id = "${LOGS}"
}

resource "aws_iam_policy" "session_logs" {
  name = "session-logs"
  path = "/team/"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = []
  })

  lifecycle {
    ignore_changes = [
      description,
      tags,
      tags_all,
    ]
    prevent_destroy = true
  }
}
`)
  })

  it('is not imported where infrastructure code owns it: it belongs there', () => {
    const step = stepFor(newVersion, { owner: { by: 'Terraform', name: 'platform' } })
    const text = renderTerraform(inputFor([step]))
    expect(text).toContain('#    owner: Terraform platform: this belongs into its code')
    expect(text).toContain('resource "aws_iam_policy" "session_logs" {')
    expect(text).not.toMatch(/^import|lifecycle/m)
  })

  it('says why it is not known who owns it', () => {
    const step = stepFor(newVersion, { ownerUnknown: 'its tags could not be read: denied' })
    expect(renderTerraform(inputFor([step]))).toContain('#    owner: not known: its tags could not be read')
  })
})

describe('what several steps say of one thing', () => {
  it('is one resource, under the first of them', () => {
    const text = told(dns('dnsSupport'), dns('dnsHostnames'))
    expect(text.match(/^resource/gm)).toHaveLength(1)
    expect(text).toContain('  enable_dns_support   = true\n  enable_dns_hostnames = true\n')
    expect(text).toContain('#    see aws_vpc.vpc_0aa above\n')
    expect(text).toContain('apply once without enable_dns_hostnames')
  })

  it('takes nothing back that another step said', () => {
    const place = { region: 'eu-north-1', logGroup: '/aws/ssm/sessions' }
    const keyArn = 'arn:aws:kms:eu-north-1:123456789012:key/k-1'
    const text = told(
      { type: 'create-log-group', ...place, keyArn },
      { type: 'set-retention', ...place, to: 365 },
    )
    expect(text).toContain(`resource "aws_cloudwatch_log_group" "aws_ssm_sessions" {
  name              = "/aws/ssm/sessions"
  retention_in_days = 365
  kms_key_id        = "${keyArn}"
}`)
  })

  it('is as many resources as there are things, whatever their names come to', () => {
    const text = told(
      inline('web-1'),
      inline('web_1'),
      inline('WEB 1'),
      inline('漢字', '漢'),
      inline('1', ''),
    )
    const names = [...text.matchAll(/^resource "\w+" "(.*)"/gm)].map(([, name]) => name)
    expect(names).toEqual(['web_1_own', 'web_1_own_2', 'web_1_own_3', 'the', 'the_1'])
  })
})

describe('the order of the plan', () => {
  const rule = (direction: 'ingress' | 'egress', region = 'eu-north-1'): Change => ({
    type: 'add-group-rule',
    region,
    group: { groupId: 'sg-0aa' },
    rule: { direction, protocol: 'tcp', peer: { kind: 'cidr', cidr: '10.8.0.0/16' } },
  })

  it('is kept where one thing rests on others: names lead to endpoints once these let everybody in', () => {
    const text = told(
      inline('web'),
      rule('ingress'),
      rule('egress'),
      rule('ingress', 'us-east-1'),
      dns('dnsSupport'),
      {
        type: 'set-private-dns',
        region: 'eu-north-1',
        endpointId: 'vpce-0aa',
        to: true,
      },
    )
    expect(text.match(/depends_on/g)).toHaveLength(2)
    expect(text).toContain(`  depends_on = [
    aws_vpc_security_group_ingress_rule.sg_0aa_ingress_all_10_8_0_0_16,
    aws_vpc_security_group_egress_rule.sg_0aa_egress_all_10_8_0_0_16,
    aws_vpc.vpc_0aa,
  ]
`)
  })

  it('is not asked of what goes into the code of somebody', () => {
    const owned = stepFor(rule('ingress'), { owner: { by: 'Pulumi' } })
    expect(renderTerraform(inputFor([owned, stepFor(dns('dnsSupport'))]))).not.toContain('depends_on')
  })

  it('refers to what the plan itself creates', () => {
    const group = { vpcId: 'vpc-0aa', groupName: 'ssm-doctor-vpce-0aa' }
    const text = told(
      { type: 'create-group', region: 'eu-north-1', ...group },
      { type: 'add-endpoint-group', region: 'eu-north-1', endpointId: 'vpce-0aa', group, keeps: 'sg-0bb' },
    )
    expect(text).toContain('security_group_id = aws_security_group.ssm_doctor_vpce_0aa.id')
    expect(text).toContain('security_group_id = "sg-0bb"')
    expect(text).toContain('ip_protocol       = "-1"')
  })

  it('does not speak of a group that nobody creates', () => {
    const group = { vpcId: 'vpc-0aa', groupName: 'web' }
    expect(() =>
      told({ type: 'add-endpoint-group', region: 'eu-north-1', endpointId: 'vpce-0aa', group }),
    ).toThrow('no step of the plan creates security group web of vpc-0aa')
  })
})

describe('several Regions', () => {
  const elsewhere: Change = { ...dns('dnsSupport', 'vpc-0cc'), region: 'us-east-1' } as Change
  const steps = [inline('web'), dns('dnsSupport'), elsewhere].map(change => stepFor(change))
  const regions = ['eu-north-1', 'us-east-1']
  const text = renderTerraform(inputFor(steps, { plan: aPlan(steps, { regions }), worlds: [aWorld()] }))

  it('have a provider each, by which their resources and imports go', () => {
    expect(text).toContain('provider "aws" {\n  alias  = "us_east_1"\n  region = "us-east-1"\n}\n')
    expect(text.match(/^ +provider += aws\.us_east_1$/gm)).toHaveLength(2)
    expect(text.match(/^ +provider += aws\.eu_north_1$/gm)).toHaveLength(2)
  })

  it.runIf(hasTerraform)('are formatted too', () => expect(text).toBe(formatted(text)))

  it('are not spoken of where there is one', () =>
    expect(told(dns('dnsSupport'))).not.toContain('provider ='))
})

describe('hostile names and words', () => {
  const steps = HOSTILE.map((text, at) =>
    stepFor(
      { type: 'put-role-policy', role: `${text}${at}`, policy: text, to: JSON.stringify({ [text]: text }) },
      {
        reasons: [{ fingerprint: 'f', message: `${text}\nresource "x" "y" {}` }],
        sharedBy: [`${text}\r}`],
        owner: { by: 'Terraform', name: `${text}\n\${x}` },
      },
    ),
  )
  const text = renderTerraform(inputFor(steps))

  it('are neither code nor templates', () => {
    expect(text.match(/^resource/gm)).toHaveLength(HOSTILE.length)
    expect(text.replaceAll(/^#.*$/gm, '').replaceAll('$${', '').replaceAll('%%{', '')).not.toMatch(/[$%]\{/)
  })

  it.runIf(hasTerraform)('are formatted as terraform fmt leaves them', () =>
    expect(text).toBe(formatted(text)),
  )
})

describe.runIf(hasTerraform)('terraform fmt', () => {
  it('is awake', () => expect(formatted('a   = 1\nbb = 2\n')).toBe('a  = 1\nbb = 2\n'))

  it('reads all that is emitted', () => {
    const code = told(...ALL_SAMPLES)
    expect(formatted(code)).toBe(code)
  })
})
