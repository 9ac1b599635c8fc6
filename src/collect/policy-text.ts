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
