/** What was before and what was after a change, the other way round; either may be absent. */
export const swapped = <V>(
  from: V | undefined,
  to: V | undefined,
): { readonly from?: V; readonly to?: V } => ({
  ...(to !== undefined && { from: to }),
  ...(from !== undefined && { to: from }),
})
