import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** One command as a shell carried it out: its words, and what it read. */
export interface Called {
  readonly words: readonly string[]
  readonly input: string
}

export interface Ran {
  readonly calls: readonly Called[]
  readonly code: number | null
  readonly stderr: string
}

/** Stands for the AWS CLI: keeps its words and what it read, and answers what was asked for by `--query`. */
const STAND_IN = `#!/bin/sh
for word in "$@"; do printf '%s\\0' "$word"; done >> "$CALLS"
printf '\\001\\0' >> "$CALLS"
case " $* " in *' file:///dev/stdin '*) cat >> "$CALLS" ;; esac
printf '\\0\\002\\0' >> "$CALLS"
case " $* " in
  *' --query Account '*) echo "$ACCOUNT" ;;
  *' --query GroupId '*) echo sg-0fade0fade0fade00 ;;
  *State*) echo available ;;
  *VersionId*) echo v3 ;;
  *DocumentVersion*) echo 9 ;;
  *AssociationId*) echo iip-assoc-0fade0fade0fade00 ;;
  *) echo '{}' ;;
esac
`

/** Runs a script by a shell, with a stand-in for the AWS CLI. */
export const ranBy = (shell: readonly string[], script: string, account = '123456789012'): Ran => {
  const folder = mkdtempSync(join(tmpdir(), 'ssm-doctor-shell-'))
  const calls = join(folder, 'calls')
  writeFileSync(join(folder, 'aws'), STAND_IN, { mode: 0o755 })
  writeFileSync(join(folder, 'script'), script)
  writeFileSync(calls, '')
  const [program = '', ...args] = shell
  const { status, stderr } = spawnSync(program, [...args, join(folder, 'script')], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: `${folder}:${process.env['PATH'] ?? ''}`, CALLS: calls, ACCOUNT: account },
  })
  return { calls: callsIn(readFileSync(calls, 'utf8')), code: status, stderr }
}

const callsIn = (text: string): readonly Called[] =>
  text
    .split('\0\u0002\0')
    .slice(0, -1)
    .map(call => {
      const [words = '', input = ''] = call.split('\u0001\0')
      return { words: words.split('\0').slice(0, -1), input }
    })
