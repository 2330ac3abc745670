// Phrases that lead out of any block ("talk to a person"), tried before the block gets to read the message.
import type { Flow, Trigger } from './definition.ts'
import { foldedWords, holdsPhrase } from './phrase.ts'

// Folding a flow's phrases costs more than looking for them; a parsed flow never changes.
const foldedPhrases = new WeakMap<Trigger, readonly string[]>()

function phrasesOf(trigger: Trigger): readonly string[] {
  const known = foldedPhrases.get(trigger)
  if (known) return known
  const phrases = trigger.phrases.map(foldedWords).filter(phrase => phrase !== '')
  foldedPhrases.set(trigger, phrases)
  return phrases
}

/** The first trigger with a phrase in what was said. */
export function triggerIn(flow: Flow, text: string): Trigger | null {
  const said = foldedWords(text)
  const hit = flow.triggers.find(trigger =>
    phrasesOf(trigger).some(phrase => (trigger.alone ? said === phrase : holdsPhrase(said, phrase))),
  )
  return hit ?? null
}
