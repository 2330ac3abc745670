// Which of many is meant by a few letters: the best first, what was used lately before its equals.

export interface Rankable {
  readonly id: string
  /** By importance: a hit in an earlier one counts more. */
  readonly words: readonly string[]
}

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase()

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Higher is better; null: not meant. Letters in order count when nothing stands there whole. */
function hit(text: string, query: string): number | null {
  const words = plain(text)
  if (words === query) return 100
  if (words.startsWith(query)) return 80
  const at = words.indexOf(query)
  const begins = at > 0 && words.search(new RegExp(`(?<![\\p{L}\\p{N}])${escaped(query)}`, 'u')) > 0
  if (begins) return 60
  // Two letters are in the middle of most words.
  if (at > 0 && query.length > 2) return 40
  if (query.length < 3 || words.length > 160) return null
  let from = 0
  for (const letter of query) {
    const next = words.indexOf(letter, from)
    if (next < 0) return null
    from = next + 1
  }
  // Letters that stand far apart are no word.
  return from <= query.length * 3 ? 20 : null
}

export function rank<Item extends Rankable>(
  items: readonly Item[],
  query: string,
  recent: readonly string[],
  limit: number,
): readonly Item[] {
  const wanted = plain(query.trim())
  const lately = (item: Item) => {
    const at = recent.indexOf(item.id)
    return at < 0 ? 0 : (recent.length - at) / recent.length
  }
  return items
    .flatMap((item, order) => {
      if (wanted === '') return [{ item, order, score: 0 }]
      const best = item.words.reduce<number | null>((score, words, index) => {
        const own = hit(words, wanted)
        return own === null ? score : Math.max(score ?? 0, own - index * 15)
      }, null)
      return best === null ? [] : [{ item, order, score: best }]
    })
    .sort((a, b) => b.score - a.score || lately(b.item) - lately(a.item) || a.order - b.order)
    .slice(0, limit)
    .map(({ item }) => item)
}
