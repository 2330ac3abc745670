// A text that is too long for one message, in pieces that end where a reader would pause.

const ends = [/\n\s*\n/g, /\n/g, /[.!?…]\s+/g, /\s+/g]

/** Where to cut: after the last good end in the second half, or in the middle of a word, never of a character. */
function cutOf(text: string, maxChars: number): number {
  const head = text.slice(0, maxChars)
  for (const end of ends) {
    const last = [...head.matchAll(end)].at(-1)
    const at = last ? last.index + last[0].length : 0
    if (at > maxChars / 2) return at
  }
  const code = text.charCodeAt(maxChars - 1)
  return code >= 0xd800 && code <= 0xdbff ? maxChars - 1 : maxChars
}

/** Pieces of at most `maxChars` UTF-16 units; nothing but the space between two of them is lost. */
export function splitText(text: string, maxChars: number): readonly string[] {
  const pieces: string[] = []
  let rest = text
  while (rest.length > maxChars) {
    const cut = cutOf(rest, maxChars)
    const piece = rest.slice(0, cut).trimEnd()
    if (piece !== '') pieces.push(piece)
    rest = rest.slice(cut).trimStart()
  }
  if (rest !== '' || pieces.length === 0) pieces.push(rest)
  return pieces
}
