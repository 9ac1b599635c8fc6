/** What stands in the first element of that name, or undefined where there is none or it is empty. */
export const field = (text: string, name: string): string | undefined =>
  new RegExp(`<${name}>([^<]*)</${name}>`, 'u').exec(text)?.[1]

/** What stands in every element of that name, in order. */
export const fields = (text: string, name: string): string[] =>
  [...text.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'gu'))].map(([, value = '']) => value)

const bounds = (text: string, list: string): readonly [number, number] | undefined => {
  const start = text.indexOf(`<${list}>`)
  const end = text.lastIndexOf(`</${list}>`)
  return start < 0 || end < 0 ? undefined : [start + list.length + 2, end]
}

/** The items that stand directly in a list of an EC2 answer, with all that is within them. */
export const itemsOf = (text: string, list: string): string[] => {
  const inside = bounds(text, list)
  if (!inside) return []
  const items: string[] = []
  let [depth, begun] = [0, 0]
  for (const tag of text.slice(...inside).matchAll(/<(\/?)item>/gu)) {
    if (tag[1] === '' && depth++ === 0) begun = tag.index
    if (tag[1] === '/' && --depth === 0) {
      items.push(text.slice(inside[0] + begun, inside[0] + tag.index + '</item>'.length))
    }
  }
  return items
}

/** The answer with other items in the list, whether it had any or not. */
export const withItems = (text: string, list: string, items: readonly string[]): string => {
  const inside = bounds(text, list)
  if (!inside) return text.replace(`<${list}/>`, () => `<${list}>${items.join('')}</${list}>`)
  return text.slice(0, inside[0]) + items.join('') + text.slice(inside[1])
}

/** The answer with each item of the list exchanged for what is made of it. */
export const mapItems = (text: string, list: string, change: (item: string) => string): string =>
  withItems(text, list, itemsOf(text, list).map(change))
