import type { Factor, Path, Reach } from './types.ts'

const MARKS: Readonly<Record<Reach, string>> = { open: '✓', blocked: '✗', unknown: '?' }

/** Kinds that are told only where something is wrong with them: nothing is passed there. */
const SILENT: ReadonlySet<string> = new Set(['vpc dns', 'private dns', 'endpoint state', 'public address'])

/**
 * A node's path as a line of hops up to the first that blocks:
 * `i-0def → sg-1 ✓ → acl-2 ✓ → rtb-3 ✗ no 0.0.0.0/0, no endpoint ssmmessages`.
 */
export const hopsOf = (node: string, { factors, service }: Pick<Path, 'factors' | 'service'>): string => {
  const told = factors.filter(factor => factor.verdict !== 'open' || !SILENT.has(factor.kind))
  const end = told.findIndex(factor => factor.verdict === 'blocked')
  const shown = end === -1 ? told : told.slice(0, end + 1)
  return [node, ...shown.map(hop), ...(end === -1 ? [service] : [])].join(' → ')
}

const hop = (factor: Factor): string => {
  const { verdict, reason } = factor
  return `${label(factor)} ${MARKS[verdict]}${verdict === 'open' || reason === undefined ? '' : ` ${reason}`}`
}

/** The groups of an endpoint stand for it; several groups for the first of them. */
const label = ({ kind, resource, resources }: Factor): string => {
  const ids = kind === 'endpoint group' || kind === 'node group' ? (resources ?? [resource]) : [resource]
  return ids.join('+')
}
