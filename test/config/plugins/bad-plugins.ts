import { constantFrom, oneof, tuple, type Arbitrary } from 'fast-check'

/** A check of a plugin as it should be: with every field. */
export const GOOD_CHECK = `{
  id: 'acme/nodes-have-an-owner',
  title: 'each instance has an owner',
  why: 'Nobody knows whom to ask.',
  docs: 'https://wiki.example.com/owners',
  severity: 'high',
  fix: 'none',
  each: 'instances',
  needs: ['roles'],
  after: ['identity/profile-has-role'],
  mayFollow: ['node/registered'],
  run: instance =>
    instance.tags.Owner ? undefined : { message: 'no owner', about: 'Owner', remedy: { text: 'Tag it.' } },
}`

/** A plugin that is wrong, and a word that whoever reads the error needs in it. */
export interface BadPlugin {
  readonly text: string
  readonly word: string
}

const plugin = (checks: string, more = ''): string => `${more}\nexport default [${checks}]\n`

const FIELDS = [
  'id',
  'title',
  'why',
  'docs',
  'severity',
  'each',
  'needs',
  'after',
  'mayFollow',
  'run',
] as const

/** A check with one field otherwise. */
const changed = (field: string, value: string): string =>
  plugin(`Object.assign(${GOOD_CHECK}, { ${JSON.stringify(field)}: ${value} })`)

const wrongType = tuple(
  constantFrom(...FIELDS),
  constantFrom('null', '17.5', '{ odd: 1 }', '[[]]', 'true', "''", 'Symbol()'),
)
  // A field that need not be there is left out by a symbol.
  .filter(([field, value]) => value !== 'Symbol()' || !['after', 'mayFollow'].includes(field))
  .map(([field, value]): BadPlugin => ({ text: changed(field, value), word: field }))

const missing = constantFrom('id', 'title', 'why', 'docs', 'severity', 'each', 'needs', 'run').map(
  (field): BadPlugin => ({ text: changed(field, 'undefined'), word: field }),
)

const misspelt = constantFrom('titel', 'sevrity', 'need', 'affter', 'fixes', '__proto', 'remedy').map(
  (field): BadPlugin => ({ text: changed(field, "'x'"), word: field }),
)

const throwing = tuple(
  constantFrom(...FIELDS),
  constantFrom('new Error("boom")', 'undefined', '{}', 'Object.create(null)', '"boom\\nboom"'),
).map(([field, thrown]): BadPlugin => ({
  text: plugin(
    `Object.defineProperty(${GOOD_CHECK}, ${JSON.stringify(field)}, { enumerable: true, get() { throw ${thrown} } })`,
  ),
  word: '',
}))

const BAD_VALUES: readonly (readonly [string, string, string])[] = [
  ['id', "'Acme/Owner'", 'acme/nodes-have-an-owner'],
  ['id', "'owner'", 'id'],
  ['id', "'acme/a/b'", 'id'],
  ['id', "'acme/a_b'", 'id'],
  ['id', "'logs/nodes-have-an-owner'", "ssm-doctor's"],
  ['id', "'jit/nodes-have-an-owner'", "ssm-doctor's"],
  ['id', "'plugin/nodes-have-an-owner'", "ssm-doctor's"],
  ['title', "'two\\nlines'", 'one line'],
  ['title', "'x'.repeat(2001)", 'one line'],
  ['docs', "'http://wiki.example.com/'", 'https://'],
  ['docs', "'javascript:alert(1)'", 'https://'],
  ['severity', "'hihg'", 'did you mean high?'],
  ['fix', "'safe'", '"none"'],
  ['each', "'instance'", 'did you mean instances?'],
  ['each', "'waivers'", 'is not read for the checks of plugins'],
  ['each', "'constructor'", 'there is no kind'],
  ['needs', "['policyVersions']", 'is not read for the checks of plugins'],
  ['needs', "['bukets']", 'did you mean buckets?'],
  ['after', "['identity/profile-has-roll']", 'did you mean identity/profile-has-role?'],
  ['mayFollow', "['acme/nodes-have-an-owner']", 'which is itself'],
  ['run', 'async () => undefined', 'async'],
  ['run', 'function* () {}', 'generator'],
  ['run', "'() => undefined'", 'function'],
]

const badValue = constantFrom(...BAD_VALUES).map(([field, value, word]): BadPlugin => ({
  text: changed(field, value),
  word,
}))

const STRANGE: readonly (readonly [string, string])[] = [
  ['', 'no default export'],
  ['export const checks = []', 'no default export'],
  ['export default []', 'empty'],
  ['export default {}', 'object'],
  ['export default null', 'null'],
  ['export default () => []', 'function'],
  ['export default "checks"', 'string'],
  ['export default [null]', 'null'],
  ['export default [[]]', 'run'],
  ['export default [,]', 'undefined'],
  ['export default new Array(2 ** 32 - 1)', 'checks'],
  ['export default new Proxy([1], { get() { throw new Error("trap") } })', 'trap'],
  ['export default [new Proxy({}, { get() { throw new Error("trap") } })]', 'trap'],
  ['const { proxy, revoke } = Proxy.revocable([], {}); revoke(); export default proxy', 'revoked'],
  ['export default [', 'plugin'],
  ['export default [\n 1 2]', 'plugin.mjs tells where'],
  ['import "./nowhere.mjs"; export default []', 'nowhere.mjs'],
  ['import "no-such-package-anywhere"; export default []', 'no-such-package-anywhere'],
  ['import { nothing } from "node:fs"; export default []', 'nothing'],
  ['throw new Error("boom")', 'boom'],
  ['throw undefined', 'undefined'],
  ['throw { toString() { throw 1 } }', 'without a text'],
  ['throw new Error("\\u001b[2Jred\\nand more")', 'red'],
  ['await Promise.reject(new Error("boom"))', 'boom'],
  [`export const prefix = 'other'; export default [${GOOD_CHECK}]`, 'other/'],
  [`export const prefix = 17; export default [${GOOD_CHECK}]`, 'prefix'],
  [`export const prefix = 'logs'; export default [${GOOD_CHECK}]`, "ssm-doctor's"],
  [`export const interfaceVersion = 2; export default [${GOOD_CHECK}]`, '2, and this ssm-doctor knows 1'],
  [`export const interfaceVersion = '1'; export default [${GOOD_CHECK}]`, 'interfaceVersion'],
  [`export default [${GOOD_CHECK}, ${GOOD_CHECK}]`, 'two checks'],
  [plugin(`${GOOD_CHECK}, { ...${GOOD_CHECK}, id: 'acme2/owner' }`), 'acme2/owner'],
  ['const loop = {}; loop.loop = loop; loop.run = () => {}; export default [loop]', 'circular'],
  ['export default [{ run() {}, id: 10n }]', 'BigInt'],
]

const strange = constantFrom(...STRANGE).map(([text, word]): BadPlugin => ({ text, word }))

/** Plugins that are wrong in one way each. */
export const badPlugin: Arbitrary<BadPlugin> = oneof(
  { arbitrary: strange, weight: 3 },
  { arbitrary: badValue, weight: 3 },
  wrongType,
  throwing,
  missing,
  misspelt,
)

/** Each of them that is not drawn, to be tried one by one. */
export const EVERY_STRANGE: readonly BadPlugin[] = [
  ...STRANGE.map(([text, word]) => ({ text, word })),
  ...BAD_VALUES.map(([field, value, word]) => ({ text: changed(field, value), word })),
]
