import { expect, test } from 'vitest'
import { filledText, isFilled, leadOf, templatePieces } from './fill-template.ts'

const parcel = {
  header: 'Order {{1}}',
  body: 'Hello {{1}}, we think your parcel comes on {{2}}. Thank you, {{1}}.',
  footer: 'The shop',
}

test('the header takes the first variables, the body the next; one that comes twice is filled twice', () => {
  expect(filledText(parcel, ['48213', 'Maya', 'Monday'])).toBe(
    'Order 48213\nHello Maya, we think your parcel comes on Monday. Thank you, Maya.\nThe shop',
  )
})

test('what is missing stays as its placeholder, and is named as the variable it is', () => {
  const { body } = templatePieces(parcel, ['48213', '', 'Monday'])
  expect(body.filter(piece => piece.variable !== null)).toEqual([
    { text: '{{1}}', variable: 1 },
    { text: 'Monday', variable: 2 },
    { text: '{{1}}', variable: 1 },
  ])
  expect(isFilled({ variables: 3 }, ['48213', ' ', 'Monday'])).toBe(false)
  expect(isFilled({ variables: 3 }, ['48213', 'Maya', 'Monday'])).toBe(true)
  expect(isFilled({ variables: 0 }, [])).toBe(true)
})

test('placeholders with names go by their order', () => {
  const named = { header: null, body: 'Hi {{first_name}}, {{day}} it is.', footer: null }
  expect(filledText(named, ['Maya', 'Monday'])).toBe('Hi Maya, Monday it is.')
})

test('a field says what stands before its place', () => {
  expect(leadOf(parcel, 0)).toBe('Order')
  expect(leadOf(parcel, 2)).toBe('…your parcel comes on')
  expect(leadOf({ header: null, body: '{{1}} is here' }, 0)).toBe('')
})
