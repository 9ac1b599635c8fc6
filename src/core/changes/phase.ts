/**
 * The order of a plan: permissions and keys before what rests on them, and the preferences, which every session of a
 * Region follows, last. On a network, what endpoints let in is widened before any names lead to them; a node gets its
 * credentials once its role may do all that it needs.
 */
const PHASES = [
  'policies',
  'trust policies',
  'keys',
  'log groups',
  'buckets',
  'security groups',
  'group rules',
  'endpoint groups',
  'VPC DNS',
  'private DNS',
  'instance profiles',
  'profile associations',
  'metadata options',
  'agent updates',
  'preferences',
] as const

export type Phase = (typeof PHASES)[number]

/** Which phase comes first: for sorting. */
export const byPhase = (a: Phase, b: Phase): number => PHASES.indexOf(a) - PHASES.indexOf(b)
