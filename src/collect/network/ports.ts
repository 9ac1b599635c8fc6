import type { PortRange } from '../../core/records.ts'

/** A range of ports as a record has it; nothing where EC2 tells none. */
export const portsOf = (from: number | undefined, to: number | undefined): { readonly ports?: PortRange } =>
  from === undefined || to === undefined ? {} : { ports: { from, to } }
