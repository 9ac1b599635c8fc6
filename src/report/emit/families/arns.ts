/** `name` of `arn:aws:iam::123456789012:policy/team/name`. */
export const nameOfArn = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1)

/** `/team/` of `arn:aws:iam::123456789012:policy/team/name`; nothing where it is the usual one. */
export const pathOfArn = (arn: string): string | undefined => {
  const path = /:[a-z-]+(\/(?:.*\/)?)/.exec(arn)?.[1]
  return path === '/' ? undefined : path
}
