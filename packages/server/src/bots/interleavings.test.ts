// The takeover against every await of the world: a scheduler decides in which order locks, commits, reads, tokens of
// a stream, timers, clicks and news from another server come. More than 10,000 orders a run.
import type { AgentId, BotId, Command, ConversationEvent } from '@baton/core'
import { evolve, freshMemory, growsEpoch, newConversation, textParts } from '@baton/core'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { BotKind } from '../app/bot-port.ts'
import type { Egress } from '../app/egress.ts'
import type { TurnTokens } from '../app/turn-tokens.ts'
import type { Interleaved, Pass, Shown } from '../testing/interleaved.ts'
import { customer, openInterleaved } from '../testing/interleaved.ts'
import { testBotSecret } from '../testing/test-bot.ts'
import { createHttpBot } from './http/http-bot.ts'

const ana = { kind: 'agent', id: 'ana' as AgentId, name: 'Ana', role: 'agent' } as const
const runs = 10_000
const quietRounds = 3

type Move = 'click' | 'cancel' | 'say' | 'clock' | 'guide'
interface Plan {
  readonly moves: readonly Move[]
  /** What the bot does between its awaits. */
  readonly acts: readonly Act[]
  /** Nothing else happens before the message is stored; else anything may. */
  readonly patient: boolean
  /** Steps of the scheduler before the first of the moves: a click may come late in a bot's work. */
  readonly steps: number
}
type Act = 'draft' | 'say' | 'permit' | 'history' | 'pause' | 'fail' | 'hand off'

const planOf = (acts: readonly Act[]): fc.Arbitrary<Plan> =>
  fc.record({
    moves: fc
      .array(fc.constantFrom<Move>('cancel', 'say', 'clock', 'clock', 'guide', 'click'), { maxLength: 5 })
      .map((moves): readonly Move[] => ['click', ...moves]),
    acts: fc.array(fc.constantFrom(...acts), { minLength: 1, maxLength: 6 }),
    steps: fc.nat(10),
    patient: fc.integer({ min: 0, max: 4 }).map(n => n > 0),
  })

function commandOf(move: Exclude<Move, 'clock'>): Command {
  switch (move) {
    case 'click':
      return { type: 'TakeOver', actor: ana, cancelBot: null, via: 'console' }
    case 'cancel':
      return { type: 'CancelTakeover', actor: ana }
    case 'say':
      return { type: 'ReceiveMessage', actor: customer, clientId: null, parts: textParts('And now?') }
    case 'guide':
      return { type: 'GiveGuidance', actor: ana, text: 'Be brief' }
  }
}

/** A bot that does as it was planned, and does not care for its signal. */
function deafBot(pass: Pass, acts: readonly Act[]): BotKind {
  let said = 0
  return {
    kind: 'deaf',
    async answer(request, voice) {
      let handoff = null
      for (const act of acts) {
        await pass(act)
        if (act === 'draft') voice.draft(`word ${said++} `)
        if (act === 'say')
          await voice.say({ messages: [textParts('A part')], clientId: `${request.turnId} ${said++}` })
        if (act === 'permit') await voice.permit('refund')
        if (act === 'history') await voice.history(20)
        if (act === 'fail') throw new Error('it broke')
        if (act === 'hand off') handoff = { reason: 'broken', summary: null, priority: 'normal' } as const
      }
      const answer = { messages: [textParts('Done')], handoff, withdraw: null, memory: freshMemory }
      return { kind: 'answer', answer }
    },
  }
}

/** [TK2]: whoever holds it, from the log alone. */
function spokenOver(log: readonly ConversationEvent[]): readonly ConversationEvent[] {
  let held = false
  const faults: ConversationEvent[] = []
  const open = new Set<string>()
  for (const event of log) {
    if (growsEpoch(event.type)) {
      held = event.type === 'TakenOver'
      open.clear()
    }
    const turn = 'turn' in event.data ? event.data.turn : null
    if (turn && !turn.joins) open.clear()
    if (turn) open.add(turn.turnId)
    const byBot =
      (event.type === 'MessageSent' && event.data.from === 'bot') || event.type === 'PermitGranted'
    if (byBot && (held || !open.has(event.data.turnId ?? ''))) faults.push(event)
  }
  return faults
}

/** What a visitor was shown of a turn after its end had been committed on their server. */
function drawnOver(world: Interleaved): readonly Shown[] {
  let state = newConversation({
    conversationId: 'c' as never,
    contactId: 'k' as never,
    channelId: 'w' as never,
    botId: 'b' as BotId,
  })
  const states = [state, ...world.log.map(event => (state = evolve(state, event)))]
  return world.shown.filter(({ after, frame }) => {
    if (frame.type !== 'draft') return false
    const then = states[after]
    const turn = then && then.control.state !== 'intervened' ? then.control.turn : null
    return turn?.id !== frame.turnId
  })
}

/** [BT2]: what was shown and no message became of is in the log as interrupted. */
function lostDrafts(world: Interleaved): readonly string[] {
  const texts = new Map<string, string>()
  const lost: string[] = []
  for (const { frame } of world.shown) {
    if (frame.type === 'draft') {
      const turnId = String(frame.turnId)
      const before = frame.at === 0 ? '' : (texts.get(turnId) ?? '')
      texts.set(turnId, before + String(frame.text))
    }
  }
  for (const [turnId, text] of texts) {
    const kept = world.log.some(
      event =>
        (event.type === 'MessageInterrupted' && event.data.turnId === turnId) ||
        (event.type === 'MessageSent' && event.data.turnId === turnId),
    )
    if (!kept && text.trim() !== '') lost.push(text)
  }
  return lost
}

/** Somebody else's bot behind a wire of which every piece comes when the scheduler says so. */
function wiredBot(pass: Pass, acts: readonly Act[]): BotKind {
  const event = (name: string, data: object) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`
  const chunkOf = (act: Act): string => {
    if (act === 'draft') return event('delta', { text: 'word ' })
    if (act === 'say') return event('message', { text: 'A part' })
    if (act === 'hand off') return event('handoff', { reason: 'broken' })
    return act === 'fail' ? 'event: delta\ndata: {"text": 7}\n\n' : ': nothing\n\n'
  }
  const egress: Egress = {
    refusal: () => null,
    async fetch(_url, { signal }) {
      await pass('head')
      if (acts[0] === 'pause') return new Response('', { status: 202 })
      if (acts[0] === 'permit') return Response.json({ messages: ['At once'] })
      const chunks = [...acts.map(chunkOf), event('end', {})].map(text => new TextEncoder().encode(text))
      const body = new ReadableStream<Uint8Array>({
        async pull(controller) {
          await pass('chunk')
          const chunk = chunks.shift()
          if (signal?.aborted) controller.error(signal.reason)
          else if (chunk) controller.enqueue(chunk)
          else controller.close()
        },
      })
      return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
    },
  }
  const turnTokens: TurnTokens = { issue: async () => 'token', read: async () => null }
  const openSecret = () => testBotSecret
  return createHttpBot({ egress, openSecret, turnTokens, publicUrl: () => 'https://baton.example' })
}

/** Nothing is left to be scheduled, also by streams, which take a round of the event loop now and then. */
async function settled(scheduler: fc.Scheduler): Promise<void> {
  for (let quiet = 0; quiet < quietRounds; ) {
    await scheduler.waitIdle()
    await new Promise(resolve => setImmediate(resolve))
    quiet = scheduler.count() === 0 ? quiet + 1 : 0
  }
}

type Make = (pass: Pass, acts: readonly Act[]) => BotKind

async function play(
  scheduler: fc.Scheduler,
  { moves, acts, patient, steps }: Plan,
  nodes: number,
  make: Make = deafBot,
): Promise<Interleaved> {
  const pass: Pass = label => scheduler.schedule(Promise.resolve(), label)
  const settings = { url: 'https://bot.example/' }
  const world = await openInterleaved(make(pass, acts), settings, pass, nodes)
  const stored = world.handle(commandOf('say'))
  const begun = (patient ? stored : Promise.resolve()).then(async () => {
    for (let step = 0; step < steps; step++) await pass('later')
  })
  for (const [n, move] of moves.entries()) {
    void begun
      .then(() => pass(move))
      .then(() => {
        // A draft leaves after some milliseconds, a look at the log after half a second.
        if (move === 'clock') return void vi.advanceTimersByTime(600)
        return world.handle(commandOf(move), nodes > 1 && n % 2 === 0 ? 1 : 0)
      })
  }
  await settled(scheduler)
  return world
}

/** How often the worlds came to what is to be tried; a check that nothing ever reaches cannot fail. */
function createTally() {
  let said = 0
  let interrupted = 0
  return {
    count({ log }: Interleaved): void {
      if (log.some(({ type, actor }) => type === 'MessageSent' && actor.kind === 'bot')) said += 1
      if (log.some(({ type }) => type === 'MessageInterrupted')) interrupted += 1
    },
    expectBoth(atLeast: number): void {
      expect(said).toBeGreaterThan(atLeast)
      expect(interrupted).toBeGreaterThan(atLeast)
    },
  }
}

beforeEach(
  () => void vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval'] }),
)
afterEach(() => void vi.useRealTimers())

describe('a takeover between any two steps of a bot', () => {
  test('[TK2] [TK3] [BT2] no word, no permit and no character of a turn comes after its end', async () => {
    const tally = createTally()
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        planOf(['draft', 'draft', 'say', 'permit', 'history', 'pause', 'fail', 'hand off']),
        async (scheduler, plan) => {
          const world = await play(scheduler, plan, 1)
          expect(spokenOver(world.log)).toEqual([])
          expect(drawnOver(world)).toEqual([])
          expect(lostDrafts(world)).toEqual([])
          tally.count(world)
          vi.clearAllTimers()
        },
      ),
      { numRuns: runs },
    )
    tally.expectBoth(runs / 250)
  })

  test('[TK2] [TK3] nor when the click came on another server, whose news may be late', async () => {
    const tally = createTally()
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        planOf(['draft', 'say', 'permit', 'pause', 'hand off']),
        async (scheduler, plan) => {
          const world = await play(scheduler, plan, 2)
          expect(spokenOver(world.log)).toEqual([])
          expect(lostDrafts(world)).toEqual([])
          tally.count(world)
          vi.clearAllTimers()
        },
      ),
      { numRuns: runs / 5 },
    )
    tally.expectBoth(runs / 250)
  })

  test('[TK2] [BT2] nor of a bot over HTTP, wherever its wire is cut', async () => {
    const tally = createTally()
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        planOf(['draft', 'draft', 'say', 'permit', 'pause', 'fail', 'hand off']),
        async (scheduler, plan) => {
          const world = await play(scheduler, plan, 1, wiredBot)
          expect(spokenOver(world.log)).toEqual([])
          expect(drawnOver(world)).toEqual([])
          expect(lostDrafts(world)).toEqual([])
          tally.count(world)
          vi.clearAllTimers()
        },
      ),
      { numRuns: runs / 2 },
    )
    tally.expectBoth(runs / 250)
  })
})
