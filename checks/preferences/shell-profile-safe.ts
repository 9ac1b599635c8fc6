import {
  defineCheck,
  preferencesCommands,
  profileFaults,
  type PreferencesVersion,
  type Problem,
  type ProfileFault,
  type ProfileFinding,
  type Severity,
} from '../../src/core/index.ts'
import { FIELD_CAUSES, inVersions, shownIn } from './in-versions.ts'

type Shell = 'linux' | 'windows'

export default defineCheck({
  id: 'preferences/shell-profile-safe',
  title: 'the shell profile ends no session and gives nothing away',
  why: 'The shell profile is typed into every session before its user can type. Who may read the document reads what stands there, and what ends the shell ends every session at once, without a word.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-shell-config.html',
  severity: 'high',
  fix: 'none',
  each: 'preferences',
  needs: [],
  after: ['preferences/document-exists'],
  mayFollow: FIELD_CAUSES,
  run(preferences, _records, scope) {
    const commands = preferencesCommands(preferences.name, [], scope)
    return (['linux', 'windows'] as const).flatMap(shell =>
      FAULTS.flatMap(kind => {
        const found = inVersions(
          preferences,
          'shellProfile',
          version => faultIn(version, shell, kind.fault) !== undefined,
        )
        if (!found) return []
        const [first] = found.versions
        const fault = faultIn(first, shell, kind.fault) as ProfileFinding
        const problem: Problem = {
          message: `line ${fault.line} of shellProfile.${shell} ${kind.does(fault.statement)}${found.where}`,
          about: `shellProfile.${shell} ${kind.fault}`,
          severity: kind.severity,
          ...(kind.fault === 'perhaps end' ? { verdict: 'unknown' as const } : found.verdict),
          because: found.because,
          evidence: shownIn(found, `shellProfile.${shell}`, () => `line ${fault.line}: ${fault.statement}`),
          remedy: { text: kind.remedy, commands },
        }
        return [problem]
      }),
    )
  },
})

const faultIn = (
  { inputs }: PreferencesVersion,
  shell: Shell,
  fault: ProfileFault,
): ProfileFinding | undefined => profileFaults(inputs.shellProfile[shell]).find(one => one.fault === fault)

interface FaultKind {
  readonly fault: ProfileFault
  readonly severity: Severity
  does(statement: string): string
  readonly remedy: string
}

const FAULTS: readonly FaultKind[] = [
  {
    fault: 'end',
    severity: 'high',
    does: statement => `is "${statement}": every session ends as soon as it has opened`,
    remedy: 'take the statement out in the newest version and make that the default',
  },
  {
    fault: 'secret',
    severity: 'high',
    does: () => 'holds a secret in plain text: everybody who may read the document has it',
    remedy:
      'replace the secret now, wherever it is used: older versions of the document keep it; then let the profile fetch it with the rights of the node',
  },
  {
    fault: 'perhaps end',
    severity: 'high',
    does: statement => `is "${statement}", which ends the session if its condition holds`,
    remedy: 'see whether sessions end at once on some nodes; if they do, take the statement out',
  },
  {
    fault: 'history',
    severity: 'low',
    does: statement =>
      `is "${statement}": the shell keeps no history of its own, though the session is recorded all the same`,
    remedy: 'take the statement out if the history on the node is wanted',
  },
]
