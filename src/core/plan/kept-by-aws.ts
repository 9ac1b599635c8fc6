/**
 * Roles that a service of AWS made for itself, or that IAM Identity Center keeps: IAM lets nobody else edit them.
 * aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/using-service-linked-roles.html
 */
export const isKeptByAws = (roleArn: string): boolean =>
  /:role\/aws-(?:service-role|reserved)\//.test(roleArn)
