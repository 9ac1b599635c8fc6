import { sameMeaning } from '../core/same-meaning.ts'

/**
 * A policy document as text: IAM sends it URL-encoded (RFC 3986); one that does not decode is kept as it is.
 * aws: https://docs.aws.amazon.com/IAM/latest/APIReference/API_PolicyVersion.html
 */
export const decoded = (document: string): string => {
  try {
    return decodeURIComponent(document)
  } catch {
    return document
  }
}

/** How far a text has come from `before` to `after`; equal texts go before equal meanings. */
export const progress = (text: string, before: string, after: string): 'before' | 'after' | 'neither' => {
  if (text === after) return 'after'
  if (text === before) return 'before'
  if (sameMeaning(text, after)) return 'after'
  return sameMeaning(text, before) ? 'before' : 'neither'
}
