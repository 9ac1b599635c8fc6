import { statementPlace, statementsOf, type Evidence, type NodeRole } from '../../src/core/index.ts'

/** The statements by which a role may list named log groups: what guides print, and what never covers the call. */
export const namedGroups = (role: NodeRole): readonly Evidence[] =>
  role.identityPolicies.flatMap(({ ref, document }) =>
    statementsOf(document)
      .statements.filter(one => one.effect === 'Allow' && one.actions?.some(listsGroups))
      .flatMap(statement =>
        (statement.resources ?? []).filter(isNamed).map(pattern => ({
          label: 'policy says',
          value: pattern,
          source: statementPlace({ ...statement, policy: ref.name }),
        })),
      ),
  )

const ACTION = 'logs:describeloggroups'

const listsGroups = (action: string): boolean => {
  const [prefix = ''] = action.toLowerCase().split('*')
  return action.toLowerCase() === ACTION || (action.includes('*') && ACTION.startsWith(prefix))
}

const isNamed = (pattern: string): boolean => /:log-group:[^*:]/.test(pattern)
