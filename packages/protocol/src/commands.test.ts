import { describe, expect, test } from 'vitest'
import { clientMessage, contract, messageTextMax } from './index.ts'

const message = contract['POST /web/messages'].body

describe('a message from outside', () => {
  test('may have 4096 characters and not one more, and the error names the limit', () => {
    expect(message.safeParse({ clientId: 'a', text: 'x'.repeat(messageTextMax) }).success).toBe(true)
    const refused = message.safeParse({ clientId: 'a', text: 'x'.repeat(messageTextMax + 1) })
    expect(refused.error?.issues[0]?.message).toContain('4096')
  })

  test.each([
    ['a NUL character', 'a\u0000b'],
    ['a lone surrogate', 'a\ud800b'],
    ['nothing', ''],
    ['only blanks', ' \n\t '],
  ])('is refused when it holds %s', (_what, text) => {
    expect(message.safeParse({ clientId: 'a', text }).success).toBe(false)
  })

  test('keeps emoji, which are pairs of surrogates', () => {
    expect(message.safeParse({ clientId: 'a', text: '👍 gracias' }).success).toBe(true)
  })

  test.each([{ text: {} }, { text: ['x'] }, { text: 5 }, { text: null }, {}])(
    'is refused when its text is %j',
    body => {
      expect(message.safeParse({ clientId: 'a', ...body }).success).toBe(false)
    },
  )
})

describe('commands on a conversation', () => {
  test('an assignment names an agent or a team, never both or neither', () => {
    const { body } = contract['POST /conversations/{id}/assign']
    const id = '01a1fc9e-d9ab-76f4-aa62-e06347979f66'
    expect(body.safeParse({ agentId: id }).success).toBe(true)
    expect(body.safeParse({ teamId: id }).success).toBe(true)
    expect(body.safeParse({}).success).toBe(false)
    expect(body.safeParse({ agentId: id, teamId: id }).success).toBe(false)
  })

  test('a body may be left out where nothing is required', () => {
    expect(contract['POST /conversations/{id}/intervene'].body.parse(undefined)).toEqual({})
    expect(contract['POST /conversations/{id}/resolve'].body.parse(undefined)).toEqual({ tags: [] })
  })
})

test('a frame of an unknown type, or none, is refused', () => {
  expect(clientMessage.safeParse({ type: 'become_admin' }).success).toBe(false)
  expect(clientMessage.safeParse([]).success).toBe(false)
})
