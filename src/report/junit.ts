import type { Report } from '../core/report.ts'
import type { ReportContext } from './context.ts'
import { junitCases, type Case, type Ending } from './junit-cases.ts'
import { printableData } from './printable.ts'
import { element, textElement } from './xml.ts'

/**
 * The report as JUnit XML for Jenkins, GitLab, Azure and others: a suite per area of checks. It has what the older
 * schema of Ant demands, too.
 * jenkins: https://github.com/jenkinsci/xunit-plugin
 */
export const renderJunit = (report: Report, context: ReportContext): string => {
  const cases = junitCases(printableData(report), context)
  const areas = [...new Set(cases.map(({ area }) => area))]
  const { skipped: _skipped, ...counts } = countsOf(cases)
  const attributes = {
    name: context.tool.name,
    ...counts,
    time: (context.durationMs / 1000).toFixed(3),
  }
  const suites = areas.map((area, id) =>
    suite(
      { name: area, package: context.tool.name, id, timestamp: context.generatedAt.slice(0, 19) },
      cases.filter(one => one.area === area),
    ),
  )
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', attributes, suites)}\n`
}

interface Head {
  readonly name: string
  readonly package: string
  readonly id: number
  /** Without a time zone: UTC. */
  readonly timestamp: string
}

const suite = (head: Head, cases: readonly Case[]): string =>
  element('testsuite', { ...head, hostname: 'localhost', ...countsOf(cases), time: '0' }, [
    '<properties/>',
    ...cases.map(testcase),
    '<system-out/>',
    '<system-err/>',
  ])

const countsOf = (cases: readonly Case[]) => {
  const count = (kind: Ending['kind']): number => cases.filter(({ ending }) => ending?.kind === kind).length
  return {
    tests: cases.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
  }
}

const testcase = ({ name, classname, ending }: Case): string =>
  element(
    'testcase',
    { classname, name, time: '0' },
    ending ? [textElement(ending.kind, { type: ending.type, message: ending.message }, ending.text)] : [],
  )
