// @vitest-environment happy-dom
import { ApiError } from '@baton/client'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { WritingLine } from './writing.ts'
import { Writing } from './writing.ts'

const id = 'c1'
const place = { conversationId: id, kind: 'reply' } as const

/** A server with one rule: who has not seen the newest version writes over nothing of another device. */
class Server {
  draft: { text: string; version: number; device: string } | null = null
  #version = 0

  put(text: string, device: string): void {
    this.#version += 1
    this.draft = text === '' ? null : { text, version: this.#version, device }
  }

  row() {
    return this.draft && { ...this.draft, ...place, updatedAt: '2026-11-21T09:00:00.000Z' }
  }

  line(down = () => false): WritingLine {
    return {
      list: async () => (this.draft ? [place] : []),
      read: async () => {
        const row = this.row()
        return { drafts: row ? [row] : [], attributes: { plan: 'Gold' } }
      },
      keep: async (_, { text, device, base }) => {
        if (down()) throw fault(0, 'unreachable')
        const { draft } = this
        if (draft && draft.version > base && draft.device !== device && draft.text !== text)
          throw fault(409, 'draft_changed', { draft: this.row() })
        this.put(text, device)
        return { version: this.#version }
      },
    }
  }
}

function fault(status: number, code: string, more: object = {}): ApiError {
  const problem = { type: 'about:blank', title: '', status, code, detail: '', ...more }
  return Object.assign(Object.create(ApiError.prototype), { name: 'ApiError', status, code, problem })
}

const settle = () => vi.advanceTimersByTimeAsync(1_100)
const textOf = (writing: Writing) => writing.get(id, 'reply').text

beforeEach(() => {
  localStorage.clear()
  vi.useFakeTimers()
})

async function opened(server: Server, down?: () => boolean): Promise<Writing> {
  const writing = new Writing('ana', server.line(down))
  writing.open(id)
  await vi.advanceTimersByTimeAsync(0)
  return writing
}

describe('what was begun', () => {
  test('is kept a moment after the last key, and is there on another device', async () => {
    const server = new Server()
    const here = await opened(server)
    here.set(id, 'reply', 'Hel')
    here.set(id, 'reply', 'Hello')
    expect(server.draft).toBe(null)
    await settle()
    expect(server.draft?.text).toBe('Hello')
    localStorage.clear()
    const there = await opened(server)
    expect(textOf(there)).toBe('Hello')
    expect(there.has(id)).toBe(true)
    expect(there.attributes(id)).toEqual({ plan: 'Gold' })
  })

  test('outlives the page while the server does not answer, and is saved when it does', async () => {
    const server = new Server()
    let down = true
    const before = await opened(server, () => down)
    before.set(id, 'reply', 'Hello')
    await settle()
    expect(server.draft).toBe(null)
    const after = await opened(server, () => down)
    expect(textOf(after)).toBe('Hello')
    down = false
    await vi.advanceTimersByTimeAsync(6_000)
    expect(server.draft?.text).toBe('Hello')
  })

  test('on another device replaces what is untouched here', async () => {
    const server = new Server()
    const here = await opened(server)
    here.set(id, 'reply', 'Hello')
    await settle()
    server.put('Hello from the train', 'phone')
    here.hear({ type: 'draft_kept', ...place, version: 2, device: 'phone', kept: true })
    await vi.advanceTimersByTimeAsync(0)
    expect(here.get(id, 'reply')).toMatchObject({ text: 'Hello from the train', other: null })
  })
})

describe('two texts', () => {
  async function stale() {
    const server = new Server()
    const here = await opened(server)
    here.set(id, 'reply', 'Hello')
    await settle()
    server.put('From the phone', 'phone')
    here.set(id, 'reply', 'From the desk')
    await settle()
    return { server, here }
  }

  test('are both there until one was chosen, and nothing is written over', async () => {
    const { server, here } = await stale()
    expect(here.get(id, 'reply')).toMatchObject({ text: 'From the desk', other: { text: 'From the phone' } })
    here.set(id, 'reply', 'From the desk, longer')
    await settle()
    expect(server.draft?.text).toBe('From the phone')
    expect(here.get(id, 'reply').other?.text).toBe('From the phone')
  })

  test('mine is kept: it is what the server has', async () => {
    const { server, here } = await stale()
    here.keepMine(place)
    await settle()
    expect(server.draft?.text).toBe('From the desk')
    expect(here.get(id, 'reply')).toMatchObject({ text: 'From the desk', other: null })
  })

  test('the other is used, and mine comes back', async () => {
    const { server, here } = await stale()
    const undo = here.takeOther(place)
    expect(here.get(id, 'reply')).toMatchObject({ text: 'From the phone', other: null })
    undo()
    await settle()
    expect(textOf(here)).toBe('From the desk')
    expect(server.draft?.text).toBe('From the desk')
  })

  test('a reload does not lose the one that was not saved', async () => {
    const { server } = await stale()
    const again = await opened(server)
    expect(again.get(id, 'reply')).toMatchObject({ text: 'From the desk', other: { text: 'From the phone' } })
  })
})

describe('what was sent', () => {
  test('stays on the server until it is accepted, and then goes', async () => {
    const server = new Server()
    const here = await opened(server)
    here.set(id, 'reply', 'Hello')
    await settle()
    here.hold(id, 'reply')
    here.set(id, 'reply', '')
    await settle()
    expect(server.draft?.text).toBe('Hello')
    expect(textOf(here)).toBe('')
    here.release(id, 'reply')
    await settle()
    expect(server.draft).toBe(null)
    expect(here.has(id)).toBe(false)
  })

  test('on another device is gone here, too, unless something was added', async () => {
    const server = new Server()
    const here = await opened(server)
    here.set(id, 'reply', 'Hello')
    await settle()
    server.put('', 'phone')
    const gone = { type: 'draft_kept', ...place, version: 2, device: '', kept: false } as const
    here.hear(gone)
    expect(textOf(here)).toBe('')
    here.set(id, 'reply', 'One more thing')
    here.hear(gone)
    expect(textOf(here)).toBe('One more thing')
    await settle()
    expect(server.draft?.text).toBe('One more thing')
  })

  test('on another device is no longer marked here, where it was never open', async () => {
    const server = new Server()
    server.put('Hello', 'phone')
    const here = new Writing('ana', server.line())
    here.refresh()
    await vi.advanceTimersByTimeAsync(0)
    expect(here.has(id)).toBe(true)
    server.put('', 'phone')
    here.hear({ type: 'draft_kept', ...place, version: 2, device: '', kept: false })
    expect(here.has(id)).toBe(false)
  })
})
