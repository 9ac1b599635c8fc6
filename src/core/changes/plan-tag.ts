/** The tag that carries the digest of the plan that created a thing. */
export const PLAN_TAG = 'ssm-doctor:plan'
