// Which option somebody meant who types instead of tapping.
import type { ChoiceOption, ChoicesBlock } from './definition.ts'
import { foldedWords, holdsPhrase } from './phrase.ts'

/** Shorter names ("no", "yes") count only where the answer begins: "I have no idea" is not a no. */
const telling = 5

// A parsed flow never changes, and folding its names costs more than comparing them.
const foldedNames = new WeakMap<ChoiceOption, readonly string[]>()

function namesOf(option: ChoiceOption): readonly string[] {
  const known = foldedNames.get(option)
  if (known) return known
  const all = [option.id, option.label, ...(option.synonyms ?? [])].map(foldedWords)
  const names = all.filter(name => name !== '')
  foldedNames.set(option, names)
  return names
}

function mentions(said: string, name: string): boolean {
  return name.length - 2 < telling ? said.startsWith(name) : holdsPhrase(said, name)
}

function named(options: readonly ChoiceOption[], text: string): ChoiceOption | null {
  const said = foldedWords(text)
  return options.find(option => namesOf(option).includes(said)) ?? null
}

/** The option named, mentioned (when no other is), or counted: "2" is the second. */
export function optionOf(options: readonly ChoiceOption[], text: string): ChoiceOption | null {
  const exact = named(options, text)
  if (exact) return exact
  const said = foldedWords(text)
  const [only, second] = options.filter(option => namesOf(option).some(name => mentions(said, name)))
  if (only) return second ? null : only
  return /^ \d{1,2} $/.test(said) ? (options[Number(said) - 1] ?? null) : null
}

/** The option whose id, label or synonym is what was said. */
export function optionNamed(block: ChoicesBlock, text: string): ChoiceOption | null {
  return named(block.options, text)
}

export function optionIn(block: ChoicesBlock, text: string): ChoiceOption | null {
  return optionOf(block.options, text)
}
