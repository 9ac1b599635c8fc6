/** What a line of a shell profile does that it should not. */
export type ProfileFault = 'secret' | 'end' | 'perhaps end' | 'history'

interface Pattern {
  readonly fault: ProfileFault
  readonly pattern: RegExp
}

/**
 * Literals alone: a reference such as `$(aws secretsmanager …)`, `$TOKEN` or `{{ssm:…}}` is no secret, and how random a
 * text looks proves nothing.
 */
const SECRETS: readonly RegExp[] = [
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/,
  /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/,
  // PWD by itself is where the shell is.
  /\b(?:(?:[a-z0-9]+[_-])+pwd|(?:[a-z0-9]+[_-])*(?:password|passwd|secret|secret_access_key|api[_-]?key|token))\s*=\s*(?:"[^"$`{<]{6,}"|'[^'{<]{6,}'|[^\s"'$`{<;&|()]{6,})/i,
]

/** aws: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-shell-config.html */
const STATEMENTS: readonly Pattern[] = [
  { fault: 'history', pattern: /^(?:unset\s+HISTFILE\b|(?:export\s+)?HISTFILE=\/dev\/null\b)/ },
  { fault: 'history', pattern: /^(?:export\s+)?HIST(?:FILE)?SIZE=0\b/ },
  { fault: 'history', pattern: /^(?:set\s+\+o\s+history\b|history\s+-c\b)/ },
  { fault: 'end', pattern: /^(?:exit|logout)(?:\s+[\w$?]+)?(?:\s+#.*)?$/ },
  { fault: 'end', pattern: /^kill\s+(?:-\w+\s+)?\$\$/ },
  { fault: 'perhaps end', pattern: /^set\s+(?:-[a-z]*e[a-z]*\b|-o\s+errexit\b)/ },
]

/** Where a statement runs only if something else holds. */
const CONDITIONAL = /(?:&&|\|\|)\s*$|\b(?:then|else|do)\s*$/
const OPENS = /^(?:if|case|for|while|until|function)\b|\(\)\s*\{?$|\{$/
const CLOSES = /^(?:fi|esac|done|\})/

/** A fault of a shell profile, and the statement that has it; a secret is not shown. */
export interface ProfileFinding {
  readonly fault: ProfileFault
  readonly line: number
  readonly statement: string
}

/**
 * Reads a shell profile line by line for what ends the shell, gives a secret away, or hides the history.
 * @returns each fault with its line, from 1; never throws
 */
export const profileFaults = (profile: string): readonly ProfileFinding[] => {
  let depth = 0
  return profile.split(/\r?\n/).flatMap((text, at) => {
    const line = text.trim()
    if (line === '' || line.startsWith('#')) return []
    if (CLOSES.test(line)) depth = Math.max(0, depth - 1)
    const found = faultsOf(line, at + 1, depth > 0)
    if (OPENS.test(line) && !/\b(?:fi|esac|done)\s*;?$|\}\s*;?$/.test(line)) depth += 1
    return found
  })
}

const faultsOf = (line: string, number: number, conditional: boolean): readonly ProfileFinding[] => {
  const secret: readonly ProfileFinding[] = SECRETS.some(pattern => pattern.test(line))
    ? [{ fault: 'secret', line: number, statement: 'not shown' }]
    : []
  return [...secret, ...statementsOf(line, conditional).flatMap(one => statementFault(one, number))]
}

interface Statement {
  readonly text: string
  readonly conditional: boolean
}

/** The statements of a line, and whether each runs only on a condition. */
const statementsOf = (line: string, inside: boolean): readonly Statement[] => {
  const found: Statement[] = []
  let before = ''
  for (const piece of line.split(/(;|&&|\|\|)/)) {
    const text = piece.trim().replace(/^(?:then|else|do)\s+/, '')
    if (text !== '' && !/^(?:;|&&|\|\|)$/.test(text)) {
      const guarded = inside || CONDITIONAL.test(before) || text !== piece.trim() || /\bif\b/.test(before)
      found.push({ text, conditional: guarded })
    }
    before += piece
  }
  return found
}

const statementFault = ({ text, conditional }: Statement, line: number): readonly ProfileFinding[] => {
  const known = STATEMENTS.find(({ pattern }) => pattern.test(text))
  if (!known) return []
  const fault = known.fault === 'end' && conditional ? 'perhaps end' : known.fault
  return [{ fault, line, statement: text }]
}
