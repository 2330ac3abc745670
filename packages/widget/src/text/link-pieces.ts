// Addresses in a text become links; nothing else in it is markup. Only http and https, so that no text from
// a conversation can run as a script.

export type Piece = { readonly text: string; readonly href: string | null }

const address = /https?:\/\/[^\s/<>"'][^\s<>"']*/g
/** What ends a sentence belongs to it and not to the address. */
const trailing = /[.,;:!?)\]}]+$/

export function linkPieces(text: string): Piece[] {
  const pieces: Piece[] = []
  let done = 0
  for (const match of text.matchAll(address)) {
    const href = match[0].replace(trailing, '')
    if (match.index > done) pieces.push({ text: text.slice(done, match.index), href: null })
    pieces.push({ text: href, href })
    done = match.index + href.length
  }
  if (done < text.length) pieces.push({ text: text.slice(done), href: null })
  return pieces
}
