// A text with some of its words marked.
interface MarkedTextProps {
  readonly text: string
  /** In UTF-16 units; in any order, overlapping or not. */
  readonly marks: readonly { readonly from: number; readonly to: number }[]
}

export function MarkedText({ text, marks }: MarkedTextProps) {
  const pieces: { readonly text: string; readonly marked: boolean; readonly at: number }[] = []
  let at = 0
  for (const { from, to } of [...marks].sort((a, b) => a.from - b.from)) {
    if (to <= at) continue
    const start = Math.max(at, from)
    if (start > at) pieces.push({ text: text.slice(at, start), marked: false, at })
    pieces.push({ text: text.slice(start, to), marked: true, at: start })
    at = to
  }
  if (at < text.length) pieces.push({ text: text.slice(at), marked: false, at })
  return pieces.map(piece =>
    piece.marked ? (
      <mark
        key={piece.at}
        className="rounded-[3px] bg-waiting-soft text-inherit underline decoration-waiting decoration-2 underline-offset-2"
      >
        {piece.text}
      </mark>
    ) : (
      <span key={piece.at}>{piece.text}</span>
    ),
  )
}
