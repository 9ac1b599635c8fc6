import { AGENT_LOG_ERRORS } from './agent-log.ts'
import { API_ERRORS } from './api.ts'
import { CHANNEL_ERRORS } from './channel.ts'
import { CLIENT_ERRORS } from './client.ts'
import { CONSOLE_ERRORS } from './consoles.ts'
import { DENIALS } from './denials.ts'
import { ENCRYPTION_ERRORS } from './encryption.ts'
import { HANDSHAKE_ERRORS } from './handshake.ts'
import type { KnownError } from './known-error.ts'
import { PORT_ERRORS } from './ports.ts'
import { RECORD_LOG_ERRORS } from './record-log.ts'
import { SET_UP_ERRORS } from './set-up.ts'
import { SHELL_ERRORS } from './shell.ts'
import { START_DENIALS } from './start-denials.ts'
import { TUNNEL_ERRORS } from './tunnels.ts'

/** Every error text that can be explained. */
export const KNOWN_ERRORS: readonly KnownError[] = [
  ...API_ERRORS,
  ...CONSOLE_ERRORS,
  ...CHANNEL_ERRORS,
  ...ENCRYPTION_ERRORS,
  ...SHELL_ERRORS,
  ...CLIENT_ERRORS,
  ...SET_UP_ERRORS,
  ...AGENT_LOG_ERRORS,
  ...START_DENIALS,
  ...DENIALS,
  ...HANDSHAKE_ERRORS,
  ...PORT_ERRORS,
  ...TUNNEL_ERRORS,
  ...RECORD_LOG_ERRORS,
]
