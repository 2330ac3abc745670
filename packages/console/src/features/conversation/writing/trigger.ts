// What the caret stands behind: the beginning of a canned reply (`/`), an emoji (`:`) or a mention (`@`).

export type TriggerKind = 'reply' | 'emoji' | 'mention'

export interface Trigger {
  readonly kind: TriggerKind
  readonly query: string
  /** Where its sign stands; what is chosen takes the place from there to the caret. */
  readonly from: number
}

const forms: Readonly<Record<TriggerKind, RegExp>> = {
  reply: /(?:^|\s)\/([\p{L}\p{N}_-]*)$/u,
  // Two letters, so that a colon in a sentence or in `:)` asks for nothing.
  emoji: /(?:^|[\s(])[:]([\p{L}\p{N}_+-]{2,})$/u,
  mention: /(?:^|[\s(])@([\p{L}\p{N}_'’.-]*(?: [\p{L}\p{N}_'’.-]+)?)$/u,
}

export function triggerAt(text: string, caret: number, kinds: readonly TriggerKind[]): Trigger | null {
  const line = text.slice(Math.max(0, caret - 80), caret)
  for (const kind of kinds) {
    const found = forms[kind].exec(line)
    if (!found) continue
    const query = found[1] ?? ''
    return { kind, query, from: caret - query.length - 1 }
  }
  return null
}
