import axe from 'axe-core'
import type { BrowserContext, Page } from 'playwright-core'

/** What axe says of a page: what it objects to and what it could not decide, as `rule: element`, and the rules that hold. */
export interface Examined {
  readonly violations: readonly string[]
  readonly undecided: readonly string[]
  readonly passes: readonly string[]
}

const RUN = `axe.run().then(({ violations, incomplete, passes }) => {
  const told = all => all.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html))
  return JSON.stringify({
    violations: told(violations),
    undecided: told(incomplete),
    passes: passes.map(({ id }) => id),
  })
})`

/** Runs axe over the debugging protocol: the page's own policy lets no script in, axe as little as any other. */
export const examine = async (page: Page, context: BrowserContext): Promise<Examined> => {
  const session = await context.newCDPSession(page)
  await session.send('Runtime.evaluate', { expression: axe.source })
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    expression: RUN,
    awaitPromise: true,
  })
  await session.detach()
  if (exceptionDetails) throw new Error(`axe did not run: ${exceptionDetails.text}`)
  return JSON.parse(result.value as string) as Examined
}
