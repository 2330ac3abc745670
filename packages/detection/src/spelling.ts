// One slip of the finger in the words that matter most, in English: "custmer", "represenative", "someoen". A word that
// some lexicon knows is never touched.

const keys = (
  'human someone somebody anyone person people agent representative operator manager supervisor customer service ' +
  'support assistant assistance contact speak speaking connect transfer complaint complain cancel ' +
  'cancellation subscription account reservation refund discount charged terrible horrible useless frustrated ' +
  'annoying stupid defective damaged delivery'
).split(' ')

/** In shorter words a slip is a word of its own too often. */
export const minSlipChars = 5

/** By a form with one letter left out, the words that it may have been. */
const byShortened = new Map<string, string[]>()

function shortened(word: string): readonly string[] {
  return Array.from(word, (_, at) => word.slice(0, at) + word.slice(at + 1))
}

for (const key of keys)
  for (const form of [key, ...shortened(key)]) byShortened.set(form, [...(byShortened.get(form) ?? []), key])

/** Whether two words of one length differ in one letter, or in two neighbours that changed places. */
function slipped(word: string, key: string): boolean {
  let first = 0
  while (first < key.length && word.charCodeAt(first) === key.charCodeAt(first)) first += 1
  if (word.slice(first + 1) === key.slice(first + 1)) return key.length > 6
  return (
    word.charAt(first) === key.charAt(first + 1) &&
    word.charAt(first + 1) === key.charAt(first) &&
    word.slice(first + 2) === key.slice(first + 2)
  )
}

function isSlipOf(word: string, key: string): boolean {
  // A plural and the like is another word, not a slip.
  if (word.length !== key.length) return !word.startsWith(key) && !key.startsWith(word)
  return slipped(word, key)
}

/** People use the same words again and again; this spares the search for most of them. */
const rememberedMost = 4_096
const remembered = new Map<string, string | null>()

/** The word that was meant, null where there is none that is sure. */
export function meantBy(word: string): string | null {
  if (word.length < minSlipChars) return null
  const known = remembered.get(word)
  if (known !== undefined) return known
  if (remembered.size >= rememberedMost) remembered.clear()
  const meant = searched(word)
  remembered.set(word, meant)
  return meant
}

function searched(word: string): string | null {
  const forms = byShortened.get(word)
  const found = forms?.find(key => isSlipOf(word, key))
  if (found) return found
  for (const form of shortened(word)) {
    const match = byShortened
      .get(form)
      ?.find(key => (form === key || word.length === key.length) && isSlipOf(word, key))
    if (match) return match
  }
  return null
}
