import { SEVERITIES, type Severity } from '../core/check.ts'
import type { Finding } from '../core/report.ts'
import type { CheckFacts } from './context.ts'
import { levelOfSeverity } from './levels.ts'
import { fenced, prose } from './markdown-text.ts'
import type { Root } from './roots.ts'
import { clipped, plainMessage, sentence } from './text-forms.ts'

/** GitHub's limit of descriptions. */
const DESCRIPTION = 1024

/** Within the bands that GitHub names critical (from 9.0), high (7.0), medium (4.0) and low. */
const SECURITY_SEVERITY: Readonly<Record<Severity, string | undefined>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.0',
  info: undefined,
}

export const securitySeverity = (severity: Severity): { readonly 'security-severity'?: string } => {
  const score = SECURITY_SEVERITY[severity]
  return score === undefined ? {} : { 'security-severity': score }
}

/** A rule per check, in the order of the catalogue; its severity is the worst that was found, else the check's own. */
export const sarifRules = (checks: readonly CheckFacts[], roots: readonly Root[]) => {
  const found = new Map<string, Finding[]>()
  for (const { finding } of roots) {
    const own = found.get(finding.check) ?? []
    found.set(finding.check, own)
    own.push(finding)
  }
  return checks.map(check => ruleOf(check, found.get(check.id) ?? []))
}

const ruleOf = (check: CheckFacts, found: readonly Finding[]) => {
  const [area = ''] = check.id.split('/')
  const severity = worstOf(check, found)
  return {
    id: check.id,
    name: pascal(check.id),
    shortDescription: { text: clipped(sentence(check.title), DESCRIPTION) },
    fullDescription: { text: clipped(check.why, DESCRIPTION) },
    help: { text: helpText(check, found), markdown: helpMarkdown(check, found) },
    helpUri: check.docs,
    defaultConfiguration: { level: levelOfSeverity(severity) },
    properties: {
      precision: 'high',
      tags: [...(severity === 'info' ? [] : ['security']), 'aws', 'session-manager', area],
      ...securitySeverity(severity),
    },
  }
}

const worstOf = ({ severity }: CheckFacts, found: readonly Finding[]): Severity =>
  SEVERITIES.find(one => found.some(finding => finding.severity === one)) ?? severity

const pascal = (id: string): string =>
  id
    .split(/[/-]/)
    .map(word => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('')

const SHOWN_REMEDIES = 3

/** The remedies that were given, each once. */
const remediesOf = (found: readonly Finding[]): readonly Finding['remediation'][] => {
  const byText = new Map(
    found.map(({ remediation }) => [JSON.stringify([remediation.text, remediation.commands]), remediation]),
  )
  return [...byText.values()].slice(0, SHOWN_REMEDIES)
}

const helpText = (check: CheckFacts, found: readonly Finding[]): string =>
  plainMessage(
    [
      check.why,
      ...remediesOf(found).flatMap(({ text, commands }) => [`Remedy: ${text}`, ...commands]),
      `AWS page: ${check.docs}`,
      `More: ssm-doctor explain ${check.id}`,
    ].join('\n'),
  )

const helpMarkdown = (check: CheckFacts, found: readonly Finding[]): string =>
  [
    prose(check.why),
    ...remediesOf(found).flatMap(({ text, commands }) => [
      `**Remedy:** ${prose(text)}`,
      ...(commands.length > 0 ? [fenced(commands, 'sh')] : []),
    ]),
    `[AWS page](<${check.docs}>) · \`ssm-doctor explain ${check.id}\``,
  ].join('\n\n')
