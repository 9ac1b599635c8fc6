/** Two to four integers; what packagers put behind them is no part of it. */
const VERSION = /^\d+(?:\.\d+){1,3}(?![.\d])/

/** Whether a text says which version something is. */
export const isVersion = (text: string): boolean => VERSION.test(text)

const numbersIn = (version: string): readonly number[] =>
  (VERSION.exec(version)?.[0] ?? '').split('.').map(Number)

/**
 * Compares two SSM Agent versions as four integers.
 * @returns negative where `a` is older than `b`, 0 where equal, positive where newer.
 */
export const compareVersions = (a: string, b: string): number => {
  const left = numbersIn(a)
  const right = numbersIn(b)
  for (let at = 0; at < 4; at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** Whether an agent is older than `version`; one whose version is not told is not. */
export const olderThan = (agent: string | undefined, version: string): boolean =>
  agent !== undefined && isVersion(agent) && compareVersions(agent, version) < 0
