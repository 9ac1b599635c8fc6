import { beforeEach, describe, expect, it } from 'vitest'
import { linesOf, read, readOne } from './reading.ts'
import { deny, json, offline, recorded, startWire, type Wire } from './wire.ts'
import { nodeIn, page } from './network/answers.ts'

offline()

let wire: Wire
beforeEach(() => {
  wire = startWire()
  wire.on('ssm:DescribeInstanceProperties', () => json({ InstanceProperties: [] }))
  wire.on('ec2:DescribeInstances', ({ region }) =>
    page(
      'DescribeInstances',
      'reservationSet',
      region === 'ap-southeast-3' ? [nodeIn('i-far', 'vpc-1')] : [],
    ),
  )
})

describe('a named node that is not here', () => {
  it('is looked for in every Region that is opted in', async () => {
    const { records, gaps } = await readOne(['nodesElsewhere'], { instances: ['i-far', 'i-gone', 'mi-7'] })
    expect(gaps).toEqual([])
    expect(records.nodesElsewhere).toEqual({
      'i-far': { id: 'i-far', region: 'ap-southeast-3', state: 'running' },
      'i-gone': { id: 'i-gone' },
      'mi-7': { id: 'mi-7' },
    })
  })

  it('is told once, in the first Region', async () => {
    const worlds = await read(['nodesElsewhere'], {
      instances: ['i-gone'],
      regions: ['ap-southeast-1', 'eu-west-2'],
    })
    expect(worlds.map(({ records }) => records.nodesElsewhere)).toEqual([{ 'i-gone': { id: 'i-gone' } }, {}])
    expect(wire.counts()['ec2:DescribeRegions']).toBe(1)
  })

  it('is a gap where the Regions may not be listed', async () => {
    wire.on('ec2:DescribeRegions', deny)
    const { gaps } = await readOne(['nodesElsewhere'], { instances: ['i-far'] })
    expect(linesOf(gaps)).toEqual(['nodesElsewhere ec2:DescribeRegions'])
  })

  it('is not looked for where the Region itself cannot be read', async () => {
    wire.on('ec2:DescribeInstances', deny)
    const { gaps } = await readOne(['nodesElsewhere'], { instances: ['i-far'] })
    expect(linesOf(gaps)).toContain('nodesElsewhere ec2:DescribeInstances')
    expect(wire.counts()).not.toHaveProperty('ec2:DescribeRegions')
  })
})

describe('a named node that is here', () => {
  it('is not looked for', async () => {
    wire.on('ec2:DescribeInstances', recorded)
    const { records } = await readOne(['nodesElsewhere'], { instances: ['i-02573cafcfEXAMPLE'] })
    expect(records.nodesElsewhere).toEqual({})
    expect(wire.counts()).not.toHaveProperty('ec2:DescribeRegions')
  })
})
