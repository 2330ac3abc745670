import { expect, test } from 'vitest'
import { DraftKeeper } from './draft-keeper.ts'

/** A server that keeps one draft, and refuses a stale revision. */
function keeperOn(server: { draft: string; revision: number; down: boolean }) {
  const conflict = new Error('draft_changed')
  return new DraftKeeper<string>({
    revision: server.revision,
    changed: false,
    delayMs: 0,
    isConflict: fault => fault === conflict,
    save: async (draft, revision) => {
      await Promise.resolve()
      if (server.down) throw new Error('unreachable')
      if (revision !== server.revision) throw conflict
      server.draft = draft
      server.revision += 1
      return { revision: server.revision, changed: true }
    },
  })
}

test('what is written last is stored, whatever was being saved', async () => {
  const server = { draft: '', revision: 1, down: false }
  const keeper = keeperOn(server)
  keeper.put('a')
  const first = keeper.flush()
  keeper.put('b')
  await Promise.all([first, keeper.flush()])
  expect(server.draft).toBe('b')
  expect(keeper.get()).toMatchObject({ status: 'saved', changed: true, revision: 3 })
})

test('somebody else’s work is kept until one is asked', async () => {
  const server = { draft: '', revision: 1, down: false }
  const keeper = keeperOn(server)
  Object.assign(server, { draft: 'theirs', revision: 2 })
  keeper.put('mine')
  expect((await keeper.flush()).status).toBe('conflict')
  keeper.put('mine, longer')
  expect(await keeper.flush()).toMatchObject({ status: 'conflict' })
  expect(server.draft).toBe('theirs')
  expect((await keeper.overwrite(2)).status).toBe('saved')
  expect(server.draft).toBe('mine, longer')
})

test('what could not be stored is stored with the next try', async () => {
  const server = { draft: '', revision: 1, down: true }
  const keeper = keeperOn(server)
  keeper.put('a')
  expect((await keeper.flush()).status).toBe('failed')
  server.down = false
  expect((await keeper.flush()).status).toBe('saved')
  expect(server.draft).toBe('a')
})
