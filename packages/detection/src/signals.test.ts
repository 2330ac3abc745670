// Each signal explains itself, and no text breaks or stalls it.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { deepSignalsOf } from './deep-signals.ts'
import { readingOf } from './marks.ts'
import { heatOf, nothingHeard, type Running, type Said } from './running.ts'
import { type Signal, type SignalKind, signalCodes, signalKinds } from './signal.ts'
import { hear, signalsOf } from './signals.ts'

function after(...said: readonly (readonly [Said['by'], string])[]): Running {
  return said.reduce((running, [by, text], seq) => hear(running, { seq, by, text }).running, nothingHeard)
}

function found(text: string, kind: SignalKind, running = nothingHeard): Signal | undefined {
  return signalsOf(text, running).find(one => one.kind === kind)
}

function quoted(text: string, signal: Signal | undefined): readonly string[] {
  return signal?.why.words.map(({ from, to }) => text.slice(from, to)) ?? []
}

describe('a signal says why', () => {
  test.each([
    ['I need to talk to a human', 'asks_for_person', 'asked', 'human'],
    ['You are so stupid', 'negative_sentiment', 'insults', 'stupid'],
    ['I already told you my order number', 'frustration', 'told_before', 'already told'],
    ['Esto NO me sirve', 'frustration', 'no_help', 'NO me sirve'],
    ['I want to cancel my contract', 'high_risk', 'cancel', 'cancel'],
    ['Ich möchte mich beschweren', 'high_risk', 'complaint', 'beschweren'],
    ['my lawyer will call you', 'high_risk', 'legal', 'lawyer'],
    ['mi hanno rubato la carta, è una truffa', 'high_risk', 'fraud', 'truffa'],
    ['the charger caught fire', 'high_risk', 'safety', 'caught fire'],
    ['quanto custa o plano?', 'high_value', 'price', 'quanto custa'],
    ['we want to buy 500 units for our company', 'high_value', 'large_order', '500 units'],
    ['价格是多少', 'high_value', 'price', '价格'],
  ] as const)('%s', (text, kind, code, word) => {
    const all = signalsOf(text, nothingHeard).filter(one => one.kind === kind)
    const signal = all.find(one => one.why.code === code)
    expect(quoted(text, signal).join(' ')).toContain(word)
  })

  test('capitals count only where somebody shouts', () => {
    expect(found('WHERE IS MY ORDER', 'frustration')?.why.code).toBe('capitals')
    expect(found('Order ABC-12 of IKEA', 'frustration')).toBeUndefined()
  })

  test('a cross face is a feeling, and where it stands is shown', () => {
    const text = 'my order 😡'
    expect(quoted(text, found(text, 'negative_sentiment'))).toEqual(['😡'])
  })

  test('what is denied is not felt', () => {
    expect(found('I am not angry', 'negative_sentiment')).toBeUndefined()
    expect(found('I am very angry', 'negative_sentiment')?.score).toBeGreaterThan(0.6)
  })

  test('asking the price of a cancellation is no cancellation', () => {
    expect(
      signalsOf('what is your cancellation policy?', nothingHeard).map(one => one.why.code),
    ).not.toContain('cancel')
  })
})

describe('the course of a conversation', () => {
  test('the same question again names the messages before it', () => {
    const running = after(
      ['contact', 'where is my parcel'],
      ['bot', 'Soon.'],
      ['contact', 'Where is my parcel???'],
    )
    expect(found('so where is my parcel', 'confusion', running)?.why).toMatchObject({
      code: 'same_question',
      messages: [0, 2],
    })
    expect(found('so where is my parcel', 'frustration', running)?.why.code).toBe('repeats')
  })

  test('"yes" twice is no repetition', () => {
    expect(found('yes', 'confusion', after(['contact', 'yes']))).toBeUndefined()
  })

  test('a bot that does not understand, twice in a row, confuses; an answer ends it', () => {
    const stuck = after(
      ['contact', 'my thing is odd'],
      ['bot', "Sorry, I didn't understand that."],
      ['contact', 'the box blinks'],
      ['bot', 'Could you rephrase?'],
    )
    expect(found('it blinks red', 'confusion', stuck)?.why).toMatchObject({
      code: 'bot_fallbacks',
      messages: [1, 3],
    })
    const helped = hear(stuck, { seq: 4, by: 'bot', text: 'Unplug it for ten seconds.' }).running
    expect(found('it blinks red', 'confusion', helped)).toBeUndefined()
  })

  test('a bot may say itself that it did not understand', () => {
    const said = { by: 'bot', text: 'Hm.', fallback: true } as const
    const running = hear(hear(nothingHeard, { ...said, seq: 1 }).running, { ...said, seq: 2 }).running
    expect(running.fallbacks).toEqual([1, 2])
  })

  test('heat rises with a wish for a person and fades when nothing follows', () => {
    const hot = after(['contact', 'get me a human, this is awful'])
    const cooler = after(['contact', 'get me a human, this is awful'], ['contact', 'it is the blue one'])
    expect(heatOf(nothingHeard)).toBe(0)
    expect(heatOf(hot)).toBeGreaterThan(80)
    expect(heatOf(cooler)).toBeLessThan(heatOf(hot))
  })

  test('what is kept stays small and is plain data', () => {
    const long = Array.from(
      { length: 300 },
      (_, index) => ['contact', `question ${index} about thing ${index * 7}`] as const,
    )
    const running = after(...long)
    expect(JSON.stringify(running).length).toBeLessThan(1_500)
    expect(JSON.parse(JSON.stringify(running))).toEqual(running)
  })
})

describe('bad input', () => {
  test.each(['', '   ', '!!!', '\u0000', '\ud800', '🙂'.repeat(50)])(
    '%j tells nothing and breaks nothing',
    text => {
      expect(signalsOf(text, nothingHeard)).toEqual([])
      expect(deepSignalsOf(text, nothingHeard).verdict.label).toBe('none')
    },
  )

  test('a language that is not known is said to be unknown', () => {
    expect(deepSignalsOf('мне нужна помощь с заказом', nothingHeard).language.language).toBe('und')
  })

  test('of 10,000 characters the first 4,000 are read', () => {
    const text = `${'blah '.repeat(2_000)}human`
    expect(readingOf(text).tokens.length).toBeLessThanOrEqual(600)
    expect(signalsOf(text, nothingHeard).filter(one => one.kind === 'asks_for_person')).toEqual([])
  })

  const piece = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      'human',
      'not',
      'agent',
      'se baat',
      '转人工',
      'पैसे',
      'cancel',
      'no',
      'I',
      'dont',
      'want',
      'to',
      ',',
      '.',
    ),
  )

  test('no text throws, and every signal is in bounds', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), parts => {
        const text = parts.join(' ')
        for (const { kind, score, why } of deepSignalsOf(text, nothingHeard).signals) {
          expect(signalKinds).toContain(kind)
          expect(signalCodes[kind] as readonly string[]).toContain(why.code)
          expect(score).toBeGreaterThan(0)
          expect(score).toBeLessThanOrEqual(1)
          for (const { from, to } of why.words) expect(0 <= from && from < to && to <= text.length).toBe(true)
        }
      }),
    )
  })

  test('the work grows with the number of words, and no faster', () => {
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 20 }), parts => {
        const text = parts.join(' ')
        const once = readingOf(text)
        const often = readingOf(Array.from({ length: 8 }, () => text).join(' . '))
        expect(often.steps).toBeLessThanOrEqual(once.steps * 8 + 1)
        expect(once.steps).toBeLessThanOrEqual((once.tokens.length + 1) * 120)
      }),
    )
  })
})
