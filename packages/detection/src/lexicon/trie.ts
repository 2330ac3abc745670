// All lexicons as one tree over words: a message is walked once, whatever the number of forms and languages.
import { folded } from '../tokens.ts'
import { type Concept, concepts, type Language, type Lexicon, languages } from './concept.ts'

export interface Meaning {
  readonly concept: Concept
  /** One bit a language, by its place in `languages`; `spoken` lists the same places. */
  mask: number
  spoken: readonly number[]
}

export interface Node {
  next: Map<string, Node> | null
  /** Stems that lead on, by their first characters. */
  stems: Map<string, { readonly stem: string; readonly node: Node }[]> | null
  any: Node | null
  meanings: Meaning[] | null
}

/** A stem is looked up by this many characters; none is shorter. */
export const stemKeyChars = 3

/** Where a long list goes on in the next line. */
const brokenLine = /(?<=[|/])\s*\n\s*/g

function emptyNode(): Node {
  return { next: null, stems: null, any: null, meanings: null }
}

function step(node: Node, word: string): Node {
  if (word === '_') {
    node.any ??= emptyNode()
    return node.any
  }
  if (word.endsWith('*')) {
    const stem = word.slice(0, -1)
    if (stem.length < stemKeyChars) throw new Error(`"${word}" is too short for a stem`)
    const key = stem.slice(0, stemKeyChars)
    node.stems ??= new Map()
    const list = node.stems.get(key) ?? []
    const known = list.find(one => one.stem === stem)
    if (known) return known.node
    const made = { stem, node: emptyNode() }
    node.stems.set(key, [...list, made])
    return made.node
  }
  node.next ??= new Map()
  const next = node.next.get(word) ?? emptyNode()
  node.next.set(word, next)
  return next
}

/** Every wording that a form stands for. */
function wordings(form: string): string[][] {
  let all: string[][] = [[]]
  for (const part of folded(form).split(/\s+/).filter(Boolean)) {
    const choices = part.split('/').flatMap(one => (one.endsWith('?') ? [one.slice(0, -1), ''] : [one]))
    all = all.flatMap(words => choices.map(one => (one === '' ? words : [...words, ...hanParted(one)])))
  }
  return all.filter(words => words.length > 0)
}

/** Han words are parted into characters, as the text is. */
function hanParted(word: string): string[] {
  return /\p{Script=Han}/u.test(word) ? [...word] : [word]
}

export function treeOf(lexicons: Readonly<Record<Language, Lexicon>>): Node {
  const root = emptyNode()
  for (const [index, language] of languages.entries()) {
    for (const concept of concepts) {
      for (const form of (lexicons[language][concept] ?? '').replace(brokenLine, '').split('|')) {
        for (const words of wordings(form.trim())) {
          const node = words.reduce(step, root)
          node.meanings ??= []
          const known = node.meanings.find(one => one.concept === concept)
          if (!known) node.meanings.push({ concept, mask: 1 << index, spoken: [index] })
          else if ((known.mask & (1 << index)) === 0) {
            known.mask |= 1 << index
            known.spoken = [...known.spoken, index]
          }
        }
      }
    }
  }
  return root
}
