import { describe, expect, it } from 'vitest'
import { answerIn } from './check.ts'

describe('the answer to a question', () => {
  it('is an email address, also inside a sentence', () => {
    expect(answerIn({ kind: 'email' }, 'it is Ana.Ruiz+shop@mail.example.org.')).toBe(
      'Ana.Ruiz+shop@mail.example.org',
    )
    for (const no of ['ana@', '@x.org', 'ana@localhost', 'a@b@c.org', 'ana@-x.org', 'no']) {
      expect(answerIn({ kind: 'email' }, no)).toBeNull()
    }
  })
  it('is a phone number of 7 to 15 digits, without its decoration', () => {
    expect(answerIn({ kind: 'phone' }, 'call +34 (600) 123-456 please')).toBe('+34600123456')
    expect(answerIn({ kind: 'phone' }, '12 34')).toBeNull()
    expect(answerIn({ kind: 'phone' }, '1234567890123456')).toBeNull()
  })
  it('is one number within its bounds', () => {
    const check = { kind: 'number', min: 1, max: 10, whole: true } as const
    expect(answerIn(check, 'about 3, I think')).toBe(3)
    for (const no of ['2 or 3', '2.5', '11', 'three', '']) expect(answerIn(check, no)).toBeNull()
    expect(answerIn({ kind: 'number' }, '2,5')).toBe(2.5)
  })
  it('is one of the values, in the builder’s spelling', () => {
    const check = { kind: 'one_of', values: ['Málaga', 'Sevilla'] } as const
    expect(answerIn(check, 'in malaga please')).toBe('Málaga')
    expect(answerIn(check, 'malaga or sevilla')).toBeNull()
  })
  it('is text of the right length', () => {
    expect(answerIn({ kind: 'text' }, '  ')).toBeNull()
    expect(answerIn({ kind: 'text', min: 3 }, ' ok ')).toBeNull()
    expect(answerIn({ kind: 'text', max: 2 }, '😀😀')).toBe('😀😀')
  })
  it('matches a pattern of digits, letters and literals', () => {
    const check = { kind: 'pattern', pattern: 'AB-#{4,6}@{0,1}' } as const
    expect(answerIn(check, 'my order (ab-12345x), thanks')).toBe('ab-12345x')
    for (const no of ['AB-123', 'AB-1234567', 'XY-1234', 'AB-1234xy']) expect(answerIn(check, no)).toBeNull()
  })
  it('is found in no time where a careless expression would go back and forth', () => {
    const check = { kind: 'pattern', pattern: '*{0,20}*{0,20}*{0,20}!' } as const
    expect(answerIn(check, 'a'.repeat(1000))).toBeNull()
  })
})
