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
  return { violations: told(violations), undecided: told(incomplete), passes: passes.map(({ id }) => id) }
})`

/**
 * Looks at the page as its readers get it. Its content security policy stays in force and would refuse a script element
 * with axe, as it should; so axe is evaluated over the debugging protocol, which leaves the page as it is.
 * @throws where axe could not be evaluated, or did not end with an answer
 */
export const examine = async (page: Page, context: BrowserContext): Promise<Examined> => {
  const session = await context.newCDPSession(page)
  const evaluated = async (expression: string): Promise<unknown> => {
    const asked = { expression, awaitPromise: true, returnByValue: true }
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', asked)
    if (exceptionDetails)
      throw new Error(`axe did not run: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`)
    return result.value
  }
  // Its last value is a function, which cannot be given back.
  await evaluated(`${axe.source}; null`)
  const examined = (await evaluated(RUN)) as Examined
  await session.detach()
  return examined
}
