// Names in a note: `@Ana` is a mention where an agent or a team is called so. The longest name counts.

interface Named {
  readonly id: string
  readonly name: string
}

export interface Piece {
  readonly text: string
  /** Of whom it speaks; null: plain text. */
  readonly id: string | null
}

const special = /[.*+?^${}()|[\]\\]/g

export function mentionPieces(text: string, people: readonly Named[]): readonly Piece[] {
  if (people.length === 0 || !text.includes('@')) return [{ text, id: null }]
  const names = [...people].sort((a, b) => b.name.length - a.name.length)
  const any = names.map(({ name }) => name.replace(special, '\\$&')).join('|')
  const form = new RegExp(`(?<![\\p{L}\\p{N}_])@(${any})(?![\\p{L}\\p{N}_])`, 'giu')
  const pieces: Piece[] = []
  let done = 0
  for (const match of text.matchAll(form)) {
    const name = match[1]?.toLocaleLowerCase()
    const who = names.find(each => each.name.toLocaleLowerCase() === name)
    if (!who) continue
    if (match.index > done) pieces.push({ text: text.slice(done, match.index), id: null })
    pieces.push({ text: match[0], id: who.id })
    done = match.index + match[0].length
  }
  if (done < text.length) pieces.push({ text: text.slice(done), id: null })
  return pieces
}

/** Each once. */
export function mentionedIn(text: string, people: readonly Named[]): readonly string[] {
  return [...new Set(mentionPieces(text, people).flatMap(({ id }) => (id ? [id] : [])))]
}
