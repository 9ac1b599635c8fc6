import { PLAN_TAG } from '../../../core/changes/plan-tag.ts'

/** The tag of what a plan creates, as most commands take tags. */
export const tagged = (digest: string): string => `Key=${PLAN_TAG},Value=${digest}`

/** The same where a thing is created with tags of several kinds of thing. */
export const taggedAs = (type: string, digest: string): string =>
  `ResourceType=${type},Tags=[{Key=${PLAN_TAG},Value=${digest}}]`

/** The same where tags are given by their names. */
export const taggedByName = (digest: string): string => `${PLAN_TAG}=${digest}`
