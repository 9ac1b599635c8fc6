/** Nodes in a sentence: `i-1`, `i-1 and i-2`, `i-1 and 3 more nodes`. */
export const toldNodes = (nodes: readonly string[]): string => {
  const [first = 'no node', second] = nodes
  if (second === undefined) return first
  return nodes.length === 2 ? `${first} and ${second}` : `${first} and ${nodes.length - 1} more nodes`
}
