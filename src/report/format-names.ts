/** The formats of `check`'s report, by the names that `--format` takes. */
export const FORMATS = [
  'table',
  'json',
  'sarif',
  'junit',
  'markdown',
  'html',
  'github',
  'asff',
  'ocsf',
] as const
export type Format = (typeof FORMATS)[number]
