/** What `--fix` can do about a check's findings, in words. */
export const FIX_SAYS = {
  safe: '--fix can repair it; the step is safe where it only adds what is missing, grants nothing, loses nothing and can be undone, else it has to be reviewed',
  review:
    '--fix can repair it; the step has to be reviewed: it is shown as a diff and needs an answer, or --yes --allow-review; rollback undoes it',
  none: 'advice only: the remedy names the commands, --fix changes nothing here',
} as const
