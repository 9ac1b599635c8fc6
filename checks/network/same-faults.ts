import { ifReadable, type NetworkPath, type Service } from '../../src/core/index.ts'

type Paths = Readonly<Record<string, NetworkPath>>

/** The services in the order in which their paths are told: one follows from an earlier one that is closed alike. */
export const ORDER: readonly Service[] = ['ssm', 'ssmmessages', 'logs', 's3', 'kms']

export const earlierThan = (service: Service): readonly Service[] => ORDER.slice(0, ORDER.indexOf(service))
export const laterThan = (service: Service): readonly Service[] => ORDER.slice(ORDER.indexOf(service) + 1)

/** A node's paths to some services that everything which closes one path closes too. */
export const closedAlike = (
  path: NetworkPath,
  services: readonly Service[],
  paths: Paths,
): readonly NetworkPath[] =>
  services.flatMap(service => {
    const other = ifReadable(() => paths[`${path.node}/${service}`])
    const alike = other?.verdict === 'blocked' && path.faults.every(fault => other.faults.includes(fault))
    return alike ? [other] : []
  })
