const FORM = /^\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?)?)?$/

/**
 * An instant in milliseconds, from one of W3C's forms of ISO 8601 or from epoch seconds; undefined for anything else.
 *
 * aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Date
 */
export const instantOf = (text: string): number | undefined => {
  if (/^-?\d{5,}(?:\.\d+)?$/.test(text)) return Number(text) * 1000
  if (!FORM.test(text)) return undefined
  // A time without a zone is meant in UTC; the built-in parser would take it as local.
  const zoned = /T.*(?:Z|[+-]\d\d:?\d\d)$/.test(text) || !text.includes('T') ? text : `${text}Z`
  const time = Date.parse(zoned.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))
  return Number.isNaN(time) ? undefined : time
}
