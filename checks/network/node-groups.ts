import type { NetworkFault, Path } from '../../src/core/index.ts'

/** The groups of the nodes that have a path; none where they are not known. */
const groupsOn = ({ factors }: Path): readonly string[] => {
  const gate = factors.find(factor => factor.kind === 'node group')
  const ids = gate?.resources ?? [gate?.resource ?? '']
  return ids.filter(id => id.startsWith('sg-'))
}

/** As few groups as it takes to name every node that a fault blocks, by a group that it has. */
export const admittedGroups = ({ blocked }: NetworkFault): readonly string[] => {
  let left = blocked.map(({ path }) => groupsOn(path)).filter(ids => ids.length > 0)
  const chosen: string[] = []
  while (left.length > 0) {
    const best = mostCommon(left)
    chosen.push(best)
    left = left.filter(ids => !ids.includes(best))
  }
  return chosen
}

const mostCommon = (sets: readonly (readonly string[])[]): string => {
  const counts = new Map<string, number>()
  for (const id of sets.flat()) counts.set(id, (counts.get(id) ?? 0) + 1)
  const [[first]] = [...counts].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)) as [
    [string, number],
  ]
  return first
}
