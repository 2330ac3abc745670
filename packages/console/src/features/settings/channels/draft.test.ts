import { expect, test } from 'vitest'
import { at, firstSettings, isKept, put, sendable, wrongIn } from './draft.ts'

test('a setting is read and written by its path; emptied, it is left out', () => {
  const settings = put(put({}, 'smtp.host', 'mail.example'), 'smtp.port', 465)
  expect(settings).toEqual({ smtp: { host: 'mail.example', port: 465 } })
  expect(at(settings, 'smtp.port')).toBe(465)
  expect(at(settings, 'inbound.imap.host')).toBeUndefined()
  expect(put(settings, 'smtp.port', undefined)).toEqual({ smtp: { host: 'mail.example' } })
})

test('what is missing and what has a wrong form is said by its place; a kept secret is there', () => {
  const settings = {
    phoneNumberId: '+15551234567',
    businessAccountId: '102290129340398',
    token: { set: true },
  }
  expect([...wrongIn('whatsapp', settings)]).toEqual([
    ['phoneNumberId', 'form'],
    ['appSecret', 'missing'],
  ])
  expect(isKept(settings.token)).toBe(true)
  expect(isKept('set')).toBe(false)
})

test('mail that is posted here needs no mailbox, and takes none along', () => {
  const fetched = put(firstSettings('email'), 'address', 'help@shop.example')
  expect([...wrongIn('email', fetched).keys()]).toEqual(['smtp.host', 'inbound.imap.host'])
  const posted = put(put(fetched, 'inbound.by', 'webhook'), 'smtp.host', 'mail.example')
  expect(wrongIn('email', posted).size).toBe(0)
  expect(sendable('email', posted).inbound).toEqual({ by: 'webhook' })
})
