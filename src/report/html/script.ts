/**
 * What the page can do beyond being read: narrow down, sort, copy, change the theme, unfold for paper. It reads what
 * stands on the page, keeps nothing and sends nothing.
 */
export const SCRIPT = `(() => {
'use strict'
const root = document.documentElement
const all = (selector, from = document) => [...from.querySelectorAll(selector)]
const byId = id => document.getElementById(id)
const status = text => { byId('filter-status').textContent = text }

const items = all('[data-item]').map(element => ({ element, text: element.textContent.toLowerCase() }))
const NOUNS = { row: 'row of nodes', finding: 'block of findings', path: 'way', gap: 'read that failed', check: 'check', control: 'control' }
const PLURALS = { row: 'rows of nodes', finding: 'blocks of findings', path: 'ways', gap: 'reads that failed', check: 'checks', control: 'controls' }

const wanted = () => ({
  words: byId('filter-text').value.toLowerCase().split(/\\s+/).filter(Boolean),
  fields: ['severity', 'area', 'verdict', 'region'].map(name => [name, byId('filter-' + name).value]).filter(([, value]) => value !== ''),
})

const matches = ({ element, text }, { words, fields }) =>
  words.every(word => text.includes(word)) &&
  fields.every(([name, value]) => element.dataset[name] === undefined || element.dataset[name] === value)

const openHits = (element, words) => {
  for (const list of all('ul.members', element)) {
    const entries = [...list.children]
    const hits = entries.filter(entry => words.some(word => entry.textContent.toLowerCase().includes(word)))
    const some = words.length > 0 && hits.length > 0 && hits.length < entries.length
    for (const entry of entries) entry.hidden = some && !hits.includes(entry)
    const fold = list.closest('details')
    if (some && fold && !fold.open) { fold.open = true; fold.dataset.byFilter = '' }
    if (!some && fold && fold.dataset.byFilter !== undefined) { fold.open = false; delete fold.dataset.byFilter }
  }
}

const filter = () => {
  const want = wanted()
  const counts = new Map()
  for (const item of items) {
    const shown = matches(item, want)
    item.element.hidden = !shown
    if (shown) openHits(item.element, want.words)
    const kind = item.element.dataset.item
    const [hits, total] = counts.get(kind) ?? [0, 0]
    counts.set(kind, [hits + (shown ? 1 : 0), total + 1])
  }
  for (const group of all('[data-group]')) group.hidden = !group.querySelector('[data-item]:not([hidden])')
  for (const note of all('.empty')) note.hidden = note.parentElement.querySelector('[data-item]:not([hidden])') !== null
  const isOff = want.words.length === 0 && want.fields.length === 0
  status(isOff ? '' : 'Showing ' + [...counts].map(([kind, [hits, total]]) => hits + ' of ' + total + ' ' + (total === 1 ? NOUNS : PLURALS)[kind]).join(', ') + '.')
}

let waiting
const soon = () => { clearTimeout(waiting); waiting = setTimeout(filter, 120) }

const keyOf = (row, at) => {
  const cell = row.cells[at]
  return cell.dataset.sort === undefined ? cell.textContent.trim().toLowerCase() : Number(cell.dataset.sort)
}
const compare = (a, b) => typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'en', { numeric: true })

const sortBy = (table, at) => {
  const heads = [...table.tHead.rows[0].cells]
  const up = heads[at].getAttribute('aria-sort') !== 'ascending'
  for (const head of heads) head.removeAttribute('aria-sort')
  heads[at].setAttribute('aria-sort', up ? 'ascending' : 'descending')
  const rows = [...table.tBodies[0].rows].map(row => ({ row, key: keyOf(row, at) }))
  rows.sort((a, b) => (up ? 1 : -1) * compare(a.key, b.key))
  table.tBodies[0].append(...rows.map(({ row }) => row))
  status('Sorted by ' + heads[at].textContent.trim() + ', ' + (up ? 'ascending' : 'descending') + '.')
}

for (const table of all('table[data-sortable]')) {
  for (const [at, head] of [...table.tHead.rows[0].cells].entries()) {
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = head.textContent
    button.addEventListener('click', () => sortBy(table, at))
    head.replaceChildren(button)
  }
}

const copyBySelection = code => {
  const range = document.createRange()
  range.selectNodeContents(code)
  getSelection().removeAllRanges()
  getSelection().addRange(range)
  return document.execCommand('copy')
}
const copy = async code => {
  try { await navigator.clipboard.writeText(code.textContent); return true } catch { return copyBySelection(code) }
}
for (const button of all('button.copy')) {
  button.hidden = false
  button.addEventListener('click', async () => {
    const done = await copy(button.parentElement.querySelector('code'))
    button.textContent = done ? 'Copied' : 'Selected'
    status(done ? 'Command copied.' : 'Command selected; copy it with the keyboard.')
    setTimeout(() => { button.textContent = 'Copy' }, 2000)
  })
}

const theme = byId('theme')
const isDark = () => root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches
const tell = () => theme.setAttribute('aria-pressed', String(isDark()))
theme.hidden = false
theme.addEventListener('click', () => { root.dataset.theme = isDark() ? 'light' : 'dark'; tell() })
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', tell)
tell()

const form = byId('filters')
form.hidden = false
form.addEventListener('input', soon)
form.addEventListener('submit', event => { event.preventDefault(); filter() })
form.addEventListener('reset', soon)

let folded = []
addEventListener('beforeprint', () => {
  folded = all('details:not([open])')
  for (const fold of folded) fold.open = true
})
addEventListener('afterprint', () => {
  for (const fold of folded) fold.open = false
  folded = []
})

const reveal = () => {
  const target = location.hash.length > 1 && byId(location.hash.slice(1))
  if (!target) return
  if (target.closest('[data-item][hidden]')) form.reset()
  for (let fold = target.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true
}
addEventListener('hashchange', reveal)
reveal()
})()`
