import { readFileSync } from 'node:fs'

export const TOOL = 'ssm-doctor'

/** The package's version. The sources lie one folder higher than what is built of them. */
export const toolVersion = (): string => {
  for (const place of ['../../../package.json', '../../package.json']) {
    const version = versionIn(new URL(place, import.meta.url))
    if (version !== undefined) return version
  }
  throw new Error('the package has no package.json')
}

const versionIn = (place: URL): string | undefined => {
  try {
    const { name, version }: { name?: unknown; version?: unknown } = JSON.parse(readFileSync(place, 'utf8'))
    return name === TOOL && typeof version === 'string' ? version : undefined
  } catch {
    return undefined
  }
}
