import { describe, expect, test } from 'vitest'
import type { Label } from '../labels.ts'
import { parseDialogue, parseUtterance } from './labelled.ts'
import { figuresOf, type Judged, reportOf } from './report.ts'

function judged(
  label: Label,
  predicted: Label,
  { also = [] as Label[], lang = 'en', source = 'a' } = {},
): Judged {
  return { utterance: { lang, label, also, source }, predicted }
}

describe('figures', () => {
  const rows = [
    judged('pricing', 'pricing'),
    judged('pricing', 'none'),
    judged('none', 'pricing'),
    judged('none', 'none', { lang: 'es', source: 'b' }),
  ]

  test('count what was said and what was meant', () => {
    expect(figuresOf(rows, 'pricing')).toEqual({ precision: 0.5, recall: 0.5, f1: 0.5, support: 2 })
    expect(figuresOf(rows, 'complaint')).toEqual({ precision: 0, recall: 0, f1: 0, support: 0 })
  })

  test('a label that would be right, too, counts as right', () => {
    const row = judged('complaint', 'human_request', { also: ['human_request'] })
    expect(figuresOf([row], 'human_request')).toEqual({ precision: 1, recall: 1, f1: 1, support: 1 })
    expect(figuresOf([row], 'complaint').support).toBe(0)
  })

  test('the macro F1 is over six labels; that of a part over those in it', () => {
    const report = reportOf(rows)
    expect(report.macroF1).toBeCloseTo((0.5 + 0.5) / 6)
    expect(report.byLanguage.es).toMatchObject({ macroF1: 1, count: 1 })
    expect(Object.keys(report.bySource)).toEqual(['a', 'b'])
  })
})

describe('files', () => {
  test('a row may leave out what is not needed', () => {
    expect(parseUtterance({ text: 'hi', label: 'none' })).toEqual({
      text: 'hi',
      lang: 'und',
      label: 'none',
      also: [],
      source: '-',
    })
  })

  test.each([
    [[], /not an object/],
    [{ label: 'none' }, /"text"/],
    [{ text: 'a', label: 'nice' }, /"label"/],
    [{ text: 'a', label: 'none', also: ['nice'] }, /"also"/],
  ])('%j is refused with what is wrong', (row, message) => {
    expect(() => parseUtterance(row)).toThrow(message)
  })

  test('a dialogue has turns of known roles', () => {
    const turns = [{ role: 'customer', text: 'hi' }]
    expect(parseDialogue({ id: 'x', turns }).turns).toEqual(turns)
    expect(() => parseDialogue({ turns: [{ role: 'robot', text: '' }] })).toThrow(/"role"/)
    expect(() => parseDialogue({ turns: 'none' })).toThrow(/"turns"/)
  })
})
