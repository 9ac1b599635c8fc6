/**
 * The infrastructure code that a thing's tags tell of: its next run would not know the change.
 * aws: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-resource-tags.html
 */
export const ownersOf = (tags: Readonly<Record<string, string>> = {}): readonly string[] => {
  const stack = tags['aws:cloudformation:stack-name']
  if (stack !== undefined) return [`CloudFormation stack ${stack}, which owns it: change its template too`]
  const isTerraform = Object.entries(tags).some(tag => tag.some(word => /terraform/i.test(word)))
  return isTerraform ? ['Terraform, which owns it by its tags: change its code too'] : []
}
