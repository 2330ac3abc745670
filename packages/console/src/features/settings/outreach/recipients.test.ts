import { expect, test } from 'vitest'
import { readLines } from './recipients.ts'

test('a line is address, name, variables, and whether they said yes; a table’s head is none', () => {
  const text =
    'phone,name,day,opted in\n+1 555 000 1234,Maya,Monday,yes\n0034 600-111-222,Luis,"Tuesday, noon",no\n'
  expect(readLines(text, 1)).toEqual({
    recipients: [
      { address: '+15550001234', name: 'Maya', variables: ['Monday'], optedIn: true },
      { address: '+34600111222', name: 'Luis', variables: ['Tuesday, noon'], optedIn: false },
    ],
    faults: [],
  })
})

test('whoever did not say anything has not said yes', () => {
  expect(readLines('+15550001234;Maya', 0).recipients).toEqual([
    { address: '+15550001234', name: 'Maya', variables: [], optedIn: false },
  ])
  expect(readLines('+15550001234\tMaya\tsí', 0).recipients[0]?.optedIn).toBe(true)
})

test('what cannot be used is named by its line', () => {
  const text =
    '+15550001234,Maya,Monday,yes\nnobody 12345,Ben,Monday,yes\n+15550001234,Maya,Friday,yes\n+15550009999,Oleg,yes'
  const { recipients, faults } = readLines(text, 1)
  expect(recipients).toHaveLength(1)
  expect(faults.map(({ line, why }) => [line, why])).toEqual([
    [2, 'address'],
    [3, 'twice'],
    [4, 'variables'],
  ])
})
