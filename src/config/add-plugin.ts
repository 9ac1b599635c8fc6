import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { applyEdits, modify } from 'jsonc-parser'
import { findConfig } from './find-config.ts'

/** A config's file and what shall stand in it. */
export interface EditedConfig {
  readonly path: string
  readonly text: string
}

/**
 * The config of a folder with one more plugin, everything else as it stands, comments too.
 * @returns undefined where there is no config; the text as it is where it names the plugin already
 * @throws UsageError where the config cannot be read
 */
export const withPlugin = (folder: string, plugin: string): EditedConfig | undefined => {
  const found = findConfig(folder)
  if (!found) return undefined
  const { file: path, under, value } = found
  const text = readFileSync(join(folder, path), 'utf8')
  const { plugins } = (value ?? {}) as { readonly plugins?: unknown }
  if (Array.isArray(plugins) && plugins.includes(plugin)) return { path, text }
  const isList = Array.isArray(plugins)
  const edits = modify(
    text,
    isList ? [...under, 'plugins', -1] : [...under, 'plugins'],
    isList ? plugin : [plugin],
    {
      isArrayInsertion: isList,
      formattingOptions: {
        insertSpaces: !/^\t/m.test(text),
        tabSize: /^ {4}\S/m.test(text) && !/^ {2}\S/m.test(text) ? 4 : 2,
        eol: text.includes('\r\n') ? '\r\n' : '\n',
      },
    },
  )
  return { path, text: applyEdits(text, edits) }
}
