// A console that is fed by frames, cut off and fed again at any of them, ends where a fresh read ends. The histories
// are the core's, the rows the server's, the readers the client's; between them stands a model of the line that loses,
// doubles and delays what a real one may.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { emptyLog, extendLog } from './packages/client/src/conversation-log.ts'
import type { Inbox } from './packages/client/src/inbox.ts'
import { emptyInbox, withRows, withSnapshot } from './packages/client/src/inbox.ts'
import type { EventRow } from './packages/client/src/live/readers.ts'
import { Readers } from './packages/client/src/live/readers.ts'
import type { ConversationId, WorkspaceId } from './packages/core/src/ids.ts'
import { Dice } from './packages/core/src/testing/dice.ts'
import { Story } from './packages/core/src/testing/story.ts'
import type { ClientMessage, ConversationRow, ServerMessage } from './packages/protocol/src/index.ts'
import { encodeEvent } from './packages/server/src/app/encode.ts'
import type { Loaded } from './packages/server/src/app/ports.ts'
import { conversationRow, withEvents } from './packages/server/src/app/rows.ts'
import type { Workspace } from './packages/server/src/app/workspace.ts'

const workspaceId = 'workspace' as WorkspaceId
const nothing = new Map()
const workspace = {
  agents: nothing,
  teams: nothing,
  bots: nothing,
  channels: nothing,
} as unknown as Workspace
const counts = { active: 0, requesting: 0, intervened: 0, mine: 0, teams: [] }
const conversationsCount = 4

type EventsFrame = Extract<ServerMessage, { type: 'events' }>

/** One conversation of the server: its story, and its row. */
class Told {
  readonly id: ConversationId
  readonly story: Story
  loaded: Loaded

  constructor(n: number, seed: number) {
    this.id = `0198f2aa-0000-7000-8000-00000000000${n}` as ConversationId
    this.story = new Story(seed)
    const { state } = this.story
    const contact = { id: state.contactId, name: `Contact ${n}`, email: null, version: 0 }
    const at = '2026-03-01T00:00:00.000Z'
    const founded = {
      workspaceId,
      state,
      contact,
      channelId: state.channelId,
      lastMessage: null,
      hearing: null,
    }
    this.loaded = { ...founded, movedAt: at, createdAt: at }
  }

  /** True when something happened. */
  step(seed: number): boolean {
    const before = this.story.log.length
    this.story.step(seed)
    const events = this.story.log.slice(before).map(encodeEvent)
    const state = { ...this.story.state, conversationId: this.id }
    this.loaded = withEvents(this.loaded, state, events)
    return events.length > 0
  }

  row(): ConversationRow {
    return conversationRow(this.loaded, workspace)
  }

  frame(after: number): EventsFrame {
    // As it is after its way through JSON.
    const items: EventRow[] = JSON.parse(JSON.stringify(this.story.log.slice(after)))
    return { type: 'events', conversationId: this.id, after, cursor: this.story.log.length, items }
  }
}

/** A console on a line that the test cuts. */
class Console {
  inbox: Inbox = emptyInbox
  readonly logs = new Map<string, ReturnType<typeof extendLog<EventRow>>['log']>()
  private readonly server: readonly Told[]
  private readonly readers: Readers
  private up = true
  /** What is under way on the line, in order. */
  private wire: ServerMessage[] = []
  /** Changed, and not yet told. */
  private dirty = new Set<Told>()

  constructor(server: readonly Told[]) {
    this.server = server
    this.readers = new Readers(message => this.ask(message))
    for (const { id } of server) {
      this.logs.set(id, emptyLog)
      const onItems = (frame: Parameters<typeof extendLog<EventRow>>[1]) => {
        const { log, outcome } = extendLog(this.logs.get(id) ?? emptyLog, frame)
        expect(outcome).not.toBe('gap')
        this.logs.set(id, log)
      }
      this.readers.follow({ conversationId: id, after: 0, onItems })
    }
    this.snapshot()
  }

  private ask(message: ClientMessage): boolean {
    if (!this.up) return false
    const told =
      'conversationId' in message ? this.server.find(({ id }) => id === message.conversationId) : null
    if (message.type === 'follow' && told) this.wire.push(told.frame(message.after))
    return true
  }

  /** Rows that are newer wait until it is read and sent. */
  private snapshot(): void {
    const rows = this.server.filter(({ loaded }) => loaded.state.seq > 0).map(told => told.row())
    this.wire.push({ type: 'list', rows, counts })
  }

  committed(told: Told, dice: Dice): void {
    this.dirty.add(told)
    if (!this.up) return
    // A feed sends what it has for whom it believes to stand there: now and then more than is new, or not at once.
    const length = told.story.log.length
    this.wire.push(told.frame(Math.max(0, length - 1 - dice.roll(4))))
    if (dice.roll(3) === 0) this.gathered()
  }

  gathered(): void {
    const rows = [...this.dirty].map(told => told.row())
    this.dirty = new Set()
    if (this.up && rows.length > 0) this.wire.push({ type: 'rows', rows })
  }

  /** The next frames arrive; with `mixed`, one of them twice, or before the one in front of it. */
  arrive(most: number, dice: Dice): void {
    for (let n = 0; n < most && this.wire.length > 0; n++) {
      const overtakes = this.wire[0]?.type !== 'list' && dice.roll(5) === 0
      const at = this.wire.length > 1 && overtakes ? 1 : 0
      const [message] = dice.roll(6) === 0 ? this.wire.slice(at, at + 1) : this.wire.splice(at, 1)
      if (message) this.hear(message)
    }
  }

  private hear(message: ServerMessage): void {
    if (message.type === 'events') this.readers.hear(message)
    if (message.type === 'rows') this.inbox = withRows(this.inbox, message.rows)
    if (message.type === 'list') this.inbox = withSnapshot(this.inbox, message.rows, message.counts)
  }

  isUp(): boolean {
    return this.up
  }

  /** What is under way is lost. */
  cut(): void {
    this.up = false
    this.wire = []
    this.dirty = new Set()
  }

  resume(): void {
    this.up = true
    this.snapshot()
    this.readers.followAll()
  }

  /** Everything that is owed arrives, in order. */
  settle(): void {
    this.gathered()
    for (let message = this.wire.shift(); message; message = this.wire.shift()) this.hear(message)
  }
}

function listsOf({ lists }: Inbox): unknown {
  return lists
}

const uint32 = fc.noBias(fc.nat(0xffffffff))
const play = fc.tuple(uint32, uint32, fc.noBias(fc.integer({ min: 1, max: 80 })))

describe('a console that is fed', () => {
  test('[DL2] ends where a fresh read ends, whatever the line does', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(play, ([storySeed, wireSeed, length]) => {
        const dice = new Dice(wireSeed)
        const server = Array.from(
          { length: conversationsCount },
          (_, n) => new Told(n, (storySeed + n) >>> 0),
        )
        const fed = new Console(server)
        for (let n = 0; n < length; n++) {
          const told = dice.of(server[0] as Told, ...server.slice(1))
          if (told.step(dice.roll(0x100000000))) fed.committed(told, dice)
          fed.arrive(dice.roll(4), dice)
          if (dice.roll(8) === 0) fed.gathered()
          if (dice.roll(12) === 0) fed.cut()
          if (dice.roll(6) === 0) fed.resume()
        }
        // Not on a line that held: what heals at a break must not be needed for it.
        if (!fed.isUp()) fed.resume()
        fed.settle()
        const fresh = new Console(server)
        fresh.settle()
        expect(listsOf(fed.inbox)).toEqual(listsOf(fresh.inbox))
        expect(fed.inbox.rows.size).toBe(fresh.inbox.rows.size)
        for (const { id, story } of server) {
          expect(fed.logs.get(id)).toEqual(fresh.logs.get(id))
          expect(fed.logs.get(id)?.items.map(({ seq }) => seq)).toEqual(story.log.map(({ seq }) => seq))
        }
      }),
      { numRuns: 300 },
    )
  })
})
