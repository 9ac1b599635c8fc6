/** What stands against a user as whom sessions shall run; `unusual`: some systems take such a name, others do not. */
export type RunAsFault = 'root' | 'impossible' | 'unusual'

const LOCAL_USER = /^[a-z_][a-z0-9_-]{0,31}\$?$/
const DOMAIN_USER = /^(?:[^\s\\@]+\\[^\s\\@]+|[^\s\\@]+@[^\s\\@]+)$/
/** What POSIX calls portable, and directories give: with capitals and dots. */
const PORTABLE_USER = /^[A-Za-z0-9_.][A-Za-z0-9_.-]{0,254}\$?$/

/**
 * What the name alone says of a user; whether the host has one is the host's to know. Empty: none is named.
 *
 * aws: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-run-as.html
 */
export const runAsFault = (user: string): RunAsFault | undefined => {
  if (user === 'root') return 'root'
  if (user === '' || LOCAL_USER.test(user) || DOMAIN_USER.test(user)) return undefined
  return PORTABLE_USER.test(user) ? 'unusual' : 'impossible'
}
