import { expect, test } from 'vitest'
import { promisesTransfer } from './transfer-promise.ts'

test.each([
  "I'll transfer you to an agent.",
  'I’ll transfer you to an agent.',
  'Let me connect you with one of our specialists',
  'I will now hand you over to a human colleague.',
  "I'm going to escalate this to our support team.",
  'Please hold. Transferring you to a person now…',
  'One of our advisors will contact you today.',
  'Let me get you a human.',
  'Te paso con un compañero.',
  'Un agente le atenderá en breve.',
])('[BT4] promised: %s', text => {
  expect(promisesTransfer(text)).toBe(true)
})

test.each([
  'Would you like me to transfer you to an agent?',
  "If you prefer, I'll connect you with a colleague.",
  'Shall I connect you with a person?',
  'You can transfer the balance to another account.',
  "I'll transfer the amount to your card.",
  'The agent who helped you yesterday was Ana.',
  'Quieres que te pase con un agente?',
  'A person can return an item within 30 days.',
  'Our agents are available from 9 to 17.',
])('[BT4] not promised: %s', text => {
  expect(promisesTransfer(text)).toBe(false)
})
