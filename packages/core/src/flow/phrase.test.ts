import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldedWords, holdsPhrase } from './phrase.ts'

const holds = (text: string, phrase: string) => holdsPhrase(foldedWords(text), foldedWords(phrase))

describe('a phrase in a message', () => {
  it('is found whatever its case, accents, apostrophes and punctuation', () => {
    expect(holds('I DON’T know... a Persón!', 'dont know a person')).toBe(true)
    expect(holds('Straße', 'STRASSE')).toBe(true)
    expect(holds('ＡＧＥＮＴ, please', 'agent')).toBe(true)
  })
  it('is found from word border to word border only', () => {
    expect(holds('inhuman', 'human')).toBe(false)
    expect(holds('talk to a human being', 'a human')).toBe(true)
    expect(holds('mail agent@shop.example', 'agent')).toBe(false)
  })
  it('is found in scripts that write no spaces', () => {
    expect(holds('我要转人工客服', '人工')).toBe(true)
    expect(holds('担当者と話したい', '担当者')).toBe(true)
  })
  it('is nowhere when it has no letter or digit', () => {
    expect(holds('anything', '?!')).toBe(false)
    expect(foldedWords('😀 …')).toBe('')
  })
})

it('plain text folds as any other does', () => {
  const ascii = fc.string({ unit: 'binary-ascii' })
  fc.assert(
    fc.property(ascii, text => {
      // A letter beyond ASCII, alone behind a space, takes the other way.
      const other = foldedWords(`${text} 你`)
      expect(foldedWords(`${text} y`)).toBe(other.replace('你', 'y'))
    }),
  )
})
