// Finds in a message's words the ideas that the lexicons know, and which language they speak.
import { type Concept, type Language, languages } from './lexicon/concept.ts'
import { lexicons } from './lexicon/lexicons.ts'
import { type Node, stemKeyChars, treeOf } from './lexicon/trie.ts'
import { meantBy, minSlipChars } from './spelling.ts'
import { type Token, tokensOf } from './tokens.ts'

export interface Mark {
  readonly concept: Concept
  /** Places of words: the first, and the one behind the last. */
  readonly at: number
  readonly end: number
}

export interface Reading {
  readonly tokens: readonly Token[]
  readonly marks: readonly Mark[]
  /** The languages that the words spoke, the likeliest first; empty where none was known. */
  readonly languages: readonly Language[]
  /** What share of what was heard spoke the likeliest language, 0 to 1. */
  readonly certainty: number
  /** By word: 1 where it says nothing of what a message is about. */
  readonly filler: Uint8Array
  /** How many steps it took, for the test that the work grows with the text and no faster. */
  readonly steps: number
}

let tree: Node | null = null

/** Built for the first message: who only imports the package does not pay for it. */
function root(): Node {
  tree ??= treeOf(lexicons)
  return tree
}

const maxFormWords = 9

interface Found {
  readonly mark: Mark
  readonly mask: number
}

interface Walk {
  readonly tokens: readonly Token[]
  readonly found: Found[]
  readonly votes: Float64Array
  readonly filler: Uint8Array
  steps: number
}

function note(run: Walk, node: Node, start: number, at: number): void {
  for (const { concept, mask, spoken } of node.meanings ?? []) {
    const vote = (at - start) / spoken.length
    for (const language of spoken) run.votes[language] = (run.votes[language] ?? 0) + vote
    if (concept !== 'common') run.found.push({ mark: { concept, at: start, end: at }, mask })
    else if (at === start + 1) run.filler[start] = 1
  }
}

function walk(run: Walk, node: Node, start: number, at: number): void {
  run.steps += 1
  if (node.meanings) note(run, node, start, at)
  const token = run.tokens[at]
  // A form never reaches over a comma or a full stop.
  if (!token || at - start >= maxFormWords || (token.opens && at > start)) return
  const { word } = token
  const next = node.next?.get(word)
  if (next) walk(run, next, start, at + 1)
  if (node.stems && word.length >= stemKeyChars) {
    const stems = node.stems.get(word.slice(0, stemKeyChars))
    if (stems)
      for (const { stem, node: target } of stems) if (word.startsWith(stem)) walk(run, target, start, at + 1)
  }
  if (node.any) walk(run, node.any, start, at + 1)
}

/** Of the languages, those that were heard at least half as clearly as the clearest. */
function heard(votes: Float64Array) {
  let best = 0
  let sum = 0
  for (const one of votes) {
    sum += one
    if (one > best) best = one
  }
  let mask = 0
  const order: [Language, number][] = []
  for (const [index, language] of languages.entries()) {
    const count = votes[index] ?? 0
    if (count === 0 || count * 2 < best) continue
    mask |= 1 << index
    order.push([language, count])
  }
  order.sort((a, b) => b[1] - a[1])
  return { mask, order: order.map(([language]) => language), certainty: sum === 0 ? 0 : best / sum }
}

/** Among English words only: a slip in one language is a word of another. */
function isEnglish({ meanings }: Node): boolean {
  return meanings?.some(({ concept, mask }) => concept === 'common' && mask === 1) ?? false
}

/** Words that no lexicon knows, as they were meant. */
function spelt(tokens: readonly Token[], { next, stems }: Node): readonly Token[] {
  const unknown: number[] = []
  let english = false
  for (let at = 0; at < tokens.length; at += 1) {
    const word = tokens[at]?.word ?? ''
    const node = next?.get(word)
    if (node) english ||= isEnglish(node)
    else if (word.length >= minSlipChars) unknown.push(at)
  }
  if (!english || unknown.length === 0) return tokens
  const changed = [...tokens]
  for (const at of unknown) {
    const token = tokens[at]
    if (
      !token ||
      stems?.get(token.word.slice(0, stemKeyChars))?.some(({ stem }) => token.word.startsWith(stem))
    )
      continue
    const meant = meantBy(token.word)
    if (meant) changed[at] = { ...token, word: meant }
  }
  return changed
}

export function readingOf(text: string): Reading {
  const start = root()
  const tokens = spelt(tokensOf(text), start)
  const run: Walk = {
    tokens,
    found: [],
    votes: new Float64Array(languages.length),
    filler: new Uint8Array(tokens.length),
    steps: 0,
  }
  for (let at = 0; at < tokens.length; at += 1) walk(run, start, at, at)
  const { mask, order, certainty } = heard(run.votes)
  const marks = run.found.filter(one => (one.mask & mask) !== 0).map(one => one.mark)
  return { tokens, marks, languages: order, certainty, filler: run.filler, steps: run.steps }
}
