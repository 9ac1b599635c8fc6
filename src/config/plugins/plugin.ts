import type { AnyCheck } from '../../core/check.ts'

/** The version of what a plugin's checks are given, and of what they give back. */
export const INTERFACE_VERSION = 1

/** A plugin that was loaded. */
export interface Plugin {
  /** As the config names it. */
  readonly name: string
  /** The area of all its checks. */
  readonly prefix: string
  readonly checks: readonly AnyCheck[]
}

/** What the config names as a plugin and is none. */
export interface BrokenPlugin {
  readonly name: string
  /** One line: what is wrong with it, and where that helps what to do. */
  readonly reason: string
}

/** What is wrong with a plugin or with what one of its checks gives, in one line. */
export class PluginFault extends Error {
  override readonly name = 'PluginFault'
}
