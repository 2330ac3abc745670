// Marks around what is selected, by key: set, or taken off again. Gives what takes the place of what.

export interface Selection {
  readonly from: number
  readonly to: number
}
export interface Replacement extends Selection {
  readonly text: string
  /** What is selected afterwards. */
  readonly select: Selection
}

export function markWith(sign: '**' | '_', text: string, { from, to }: Selection): Replacement {
  const size = sign.length
  const outside = text.slice(from - size, from) === sign && text.slice(to, to + size) === sign
  if (outside && from >= size) {
    const inner = text.slice(from, to)
    return { from: from - size, to: to + size, text: inner, select: { from: from - size, to: to - size } }
  }
  const inner = text.slice(from, to)
  return { from, to, text: `${sign}${inner}${sign}`, select: { from: from + size, to: to + size } }
}

/** With the caret where the address, or else the label, is to be written. */
export function linkOf(text: string, { from, to }: Selection): Replacement {
  const inner = text.slice(from, to)
  if (/^(https?:\/\/|mailto:|tel:)\S+$/i.test(inner))
    return { from, to, text: `[](${inner})`, select: { from: from + 1, to: from + 1 } }
  const address = from + inner.length + 3
  const select = inner === '' ? { from: from + 1, to: from + 1 } : { from: address, to: address + 8 }
  return { from, to, text: `[${inner}](https://)`, select }
}
