import { describe, expect, it } from 'vitest'
import type { Change } from '../../../src/core/changes/change.ts'
import { renderCode } from '../../../src/report/emit/render.ts'
import { healthyWorld } from '../../support/healthy.ts'
import { aWorld, inputFor, stepFor } from './a-plan.ts'

const REGION = 'eu-north-1'
const NODE = 'i-0aa00000000000000'
const PROFILE = 'arn:aws:iam::123456789012:instance-profile/team/web-nodes'

/** A world whose role and profile stand under a path. */
const world = () => {
  const { roles } = healthyWorld().records
  const role = Object.assign({}, Object.values(roles)[0], {
    name: 'web',
    arn: 'arn:aws:iam::123456789012:role/team/web',
  })
  const profile = { arn: PROFILE, name: 'web-nodes', id: 'AIPA0000000000000009' }
  return aWorld({ roles: { web: role }, instanceProfiles: { [PROFILE]: profile } })
}

const told = (form: 'terraform' | 'cloudformation' | 'cli', change: Change): string =>
  renderCode(form, inputFor([stepFor(change)], { worlds: [world()] }))

describe('a trust policy', () => {
  const change: Change = { type: 'put-trust-policy', role: 'web', from: '{}', to: '{"Version":"2012-10-17"}' }

  it('leaves the role where it is, and all else of it as it is', () => {
    const text = told('terraform', change)
    expect(text).toContain('  name = "web"\n  path = "/team/"\n  assume_role_policy = jsonencode({\n')
    expect(text).toContain('      permissions_boundary,\n')
    expect(text).not.toContain('      path,\n')
  })

  it('keeps a path that nobody read', () => {
    const text = renderCode('terraform', inputFor([stepFor(change)]))
    expect(text).toContain('      path,\n')
  })

  it('goes onto one line where its blanks would count against its quota', () => {
    const to = JSON.stringify({
      Statement: Array.from({ length: 40 }, (_, at) => ({ Sid: `s${at}`, Effect: 'Allow' })),
    })
    expect(told('cli', { ...change, to })).toContain(`<<'JSON'\n${to}\nJSON`)
  })
})

it('an instance profile stays under its path', () => {
  const change: Change = { type: 'add-role-to-profile', profile: 'web-nodes', role: 'web' }
  expect(told('terraform', change)).toContain('  path = "/team/"\n')
  expect(told('cloudformation', change)).toContain('      Path: /team/\n      Roles:\n        - web\n')
})

describe('an instance, of which nobody read how it was made', () => {
  const metadata: Change = {
    type: 'set-metadata-options',
    region: REGION,
    instanceId: NODE,
    from: { endpoint: 'disabled', tokens: 'optional' },
    to: { endpoint: 'enabled', tokens: 'required' },
  }

  it('gets its options by what to write where, or by the command', () => {
    expect(told('terraform', metadata)).toContain(`#    in the resource aws_instance that has ${NODE}
#      metadata_options {
#        http_endpoint = "enabled"
#        http_tokens   = "required"
#      }
#    aws ec2 modify-instance-metadata-options --instance-id ${NODE} --http-endpoint enabled --http-tokens required --region ${REGION}
`)
    expect(told('cloudformation', metadata)).toContain('#        HttpTokens: required\n')
  })

  it('gets its profile so too, by the association that it has', () => {
    const change: Change = {
      type: 'replace-profile',
      region: REGION,
      instanceId: NODE,
      from: { arn: `${PROFILE}-old` },
      to: { arn: PROFILE, id: 'AIPA0000000000000009' },
    }
    const text = told('terraform', change)
    expect(text).toContain('#      iam_instance_profile = "web-nodes"\n')
    expect(text).toContain(
      `#    association_i_0aa00000000000000=$(aws ec2 describe-iam-instance-profile-associations `,
    )
    expect(text).toContain(
      `--association-id "$association_i_0aa00000000000000" --iam-instance-profile '{"Arn":"${PROFILE}"}'`,
    )
  })
})
