/**
 * Compares two SSM Agent versions as four integers.
 * @returns negative where `a` is older than `b`, 0 where equal, positive where newer.
 */
export const compareVersions = (a: string, b: string): number => {
  const left = a.split('.')
  const right = b.split('.')
  for (let at = 0; at < 4; at++) {
    const difference = Number(left[at] ?? 0) - Number(right[at] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** Whether an agent is older than `version`; an unknown agent is not. */
export const olderThan = (agent: string | undefined, version: string): boolean =>
  agent !== undefined && compareVersions(agent, version) < 0
