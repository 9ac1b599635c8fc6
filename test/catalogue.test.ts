import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { checks } from '../checks/index.ts'
import { SEVERITIES, type AnyCheck } from '../src/core/index.ts'

const areas = readdirSync('checks', { withFileTypes: true }).filter(entry => entry.isDirectory())
/** A check's file exports a check; what else an area's folder holds serves its checks. */
const files = await Promise.all(
  areas.flatMap(({ name: area }) =>
    readdirSync(`checks/${area}`).map(async file => ({
      id: `${area}/${file.replace(/\.ts$/, '')}`,
      check: ((await import(`../checks/${area}/${file}`)) as { default?: AnyCheck }).default,
    })),
  ),
)

describe('the catalogue', () => {
  it('lists every check file once', () => {
    const defined = files.flatMap(({ id, check }) => (check ? [id] : []))
    expect(checks.map(check => check.id).sort()).toEqual(defined.sort())
  })

  it('names each check by its path', () => {
    expect(files.filter(({ id, check }) => check && check.id !== id)).toEqual([])
  })

  it('keeps the checks of an area together', () => {
    const order = checks.map(check => check.id.split('/')[0])
    const runs = order.filter((area, at) => area !== order[at - 1])
    expect(new Set(runs).size).toBe(runs.length)
  })

  it('has no cycle among causes', () => {
    const causes = new Map(
      checks.map(check => [check.id, [...(check.after ?? []), ...(check.mayFollow ?? [])]]),
    )
    const reaches = (from: string, seen: ReadonlySet<string>): string[] =>
      (causes.get(from) ?? []).flatMap(to =>
        seen.has(to) ? [`${from} → ${to}`] : reaches(to, new Set([...seen, to])),
      )
    expect(checks.flatMap(check => reaches(check.id, new Set([check.id])))).toEqual([])
  })
})

describe.each(checks.map(check => [check.id, check] as const))('%s', (_id, check) => {
  it('has a title that is a statement, a reason in sentences and a page of AWS', () => {
    expect(check.title).toMatch(/^[^A-Z].*[^.]$|^(?:EC2|AWS|SSM|S3|KMS|IAM)\b.*[^.]$/)
    expect(check.why).toMatch(/^[A-Z].*\.$/s)
    expect(check.docs).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//)
    expect(SEVERITIES).toContain(check.severity)
  })

  it('follows only checks that exist, and never itself', () => {
    const known = new Set(checks.map(one => one.id))
    const causes = [...(check.after ?? []), ...(check.mayFollow ?? [])]
    expect(causes.filter(id => !known.has(id) || id === check.id)).toEqual([])
    expect(new Set(causes).size).toBe(causes.length)
  })

  it('asks for repairs exactly where it says that there are some', () => {
    expect((check.asks ?? []).length > 0).toBe(check.fix !== 'none')
  })

  it('declares a kind once', () => {
    expect(new Set(check.needs).size).toBe(check.needs.length)
  })
})
