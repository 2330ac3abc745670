import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { asksForPerson, dealer, readDialogs } from './dialogs.ts'

const folder = mkdtempSync(join(tmpdir(), 'baton-dialogs-'))
afterAll(() => rmSync(folder, { recursive: true }))

function fileOf(...lines: string[]): string {
  const file = join(folder, 'dialogs.jsonl')
  writeFileSync(file, lines.join('\n'))
  return file
}

describe('dialogues', () => {
  test('keep what the customer says, in order, and leave out who says nothing', async () => {
    const file = fileOf(
      '{"id":"one","turns":[{"role":"customer","text":" hi "},{"role":"agent","text":"Hello"},{"role":"customer","text":"bye"}]}',
      '',
      '{"id":"two","turns":[{"role":"agent","text":"Anybody there?"}]}',
    )
    expect(await readDialogs(file)).toEqual([{ id: 'one', lines: ['hi', 'bye'] }])
  })

  test('that are broken are named by their line', async () => {
    await expect(readDialogs(fileOf('{"id":"one","turns":[]}', 'not JSON'))).rejects.toThrow(
      'line 2: is not JSON',
    )
    await expect(readDialogs(fileOf('{"id":"one"}'))).rejects.toThrow('line 1: needs "id" and "turns"')
    const turn = '{"id":"one","turns":[{"role":"customer"}]}'
    await expect(readDialogs(fileOf(turn))).rejects.toThrow('line 1: turn 1 needs "role" and "text"')
    await expect(readDialogs(join(folder, 'nowhere.jsonl'))).rejects.toThrow('cannot be read')
  })

  test('are dealt in turn, once or again and again', () => {
    const dialogs = ['one', 'two'].map(id => ({ id, lines: ['hi'] }))
    const once = dealer(dialogs, false)
    expect([once(), once(), once()].map(dialog => dialog?.id)).toEqual(['one', 'two', undefined])
    const again = dealer(dialogs, true)
    expect([again(), again(), again()].map(dialog => dialog?.id)).toEqual(['one', 'two', 'one'])
  })

  test('say when a customer asks for a person', () => {
    for (const text of [
      'Can I talk to a human please?',
      'i need to speak to a person NOW',
      'Quiero hablar con una persona',
    ]) {
      expect(asksForPerson(text), text).toBe(true)
    }
    for (const text of ['Where is my order?', 'The agent was nice'])
      expect(asksForPerson(text), text).toBe(false)
  })
})
