import { expect, test } from 'vitest'
import type { CannedReply } from '../../../app/canned-replies.ts'
import { fileOf, itemsIn } from './reply-file.ts'

const reply: CannedReply = {
  id: '1',
  shortcut: 'hi',
  title: 'Greeting',
  text: 'Hello {contact.first_name|there}',
  language: null,
  for: { teamId: 't' },
  mine: true,
  version: 3,
  updatedBy: 'Ana',
  updatedAt: '2026-11-21T09:00:00.000Z',
}

test('what was written to a file can be read again, for everybody where the team is another workspace’s', () => {
  const { shortcut, title, text, language } = reply
  expect(itemsIn(fileOf([reply]))).toEqual([{ shortcut, title, text, language, for: 'everyone' }])
  expect(itemsIn(JSON.stringify([{ shortcut, title, text }]))).toEqual([{ shortcut, title, text }])
})

test('anything else is no such file', () => {
  for (const text of ['', '{', 'null', '[]', '{}', '{"cannedReplies": []}', '[1]', '"x"'])
    expect(itemsIn(text)).toBe(null)
})
