// Phrases that lead out of any block ("talk to a person"), tried before the block gets to read the message.
import type { Flow, Trigger } from './definition.ts'
import { foldedWords, holdsPhrase, isUnspaced } from './phrase.ts'

interface Ready {
  readonly phrase: string
  readonly trigger: Trigger
  /** Place in the flow's order: the first trigger wins, not the first phrase in the message. */
  readonly at: number
}

/** Hundreds of phrases, few of which can be in a message: looked up by the word that they begin with. */
interface Index {
  readonly byFirstWord: ReadonlyMap<string, readonly Ready[]>
  readonly unspaced: readonly Ready[]
}

// A parsed flow never changes, so that its index is made once.
const indexes = new WeakMap<Flow, Index>()

function firstWord(phrase: string): string {
  return phrase.slice(1, phrase.indexOf(' ', 1))
}

function indexOf(flow: Flow): Index {
  const known = indexes.get(flow)
  if (known) return known
  const all = flow.triggers.flatMap((trigger, at) =>
    trigger.phrases.map((phrase): Ready => ({ phrase: foldedWords(phrase), trigger, at })),
  )
  const phrases = all.filter(({ phrase }) => phrase !== '')
  const byFirstWord = new Map<string, Ready[]>()
  for (const ready of phrases) {
    const word = firstWord(ready.phrase)
    byFirstWord.set(word, [...(byFirstWord.get(word) ?? []), ready])
  }
  const index = { byFirstWord, unspaced: phrases.filter(({ phrase }) => isUnspaced(phrase)) }
  indexes.set(flow, index)
  return index
}

/** The first trigger with a phrase in what was said. */
export function triggerIn(flow: Flow, text: string): Trigger | null {
  const said = foldedWords(text)
  const { byFirstWord, unspaced } = indexOf(flow)
  const words = new Set(said.trim().split(' '))
  let best: Ready | null = null
  for (const ready of [...[...words].flatMap(word => byFirstWord.get(word) ?? []), ...unspaced]) {
    if (best !== null && ready.at >= best.at) continue
    const hit = ready.trigger.alone ? said === ready.phrase : holdsPhrase(said, ready.phrase)
    if (hit) best = ready
  }
  return best?.trigger ?? null
}
