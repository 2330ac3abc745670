// The takeover against every await of the world: a scheduler decides in which order locks, commits, reads, tokens of
// a stream, timers, clicks and news from another server come. More than 10,000 orders a run.
import type { AgentId, BotId, Command, ConversationEvent } from '@baton/core'
import { evolve, freshMemory, growsEpoch, newConversation, textParts } from '@baton/core'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { BotKind } from '../app/bot-port.ts'
import type { Interleaved, Pass, Shown } from '../testing/interleaved.ts'
import { customer, openInterleaved } from '../testing/interleaved.ts'
import type { Act, MakeBot } from '../testing/wired-bots.ts'
import { wiredAi, wiredFlow, wiredHttp, wiredRasa } from '../testing/wired-bots.ts'

const ana = { kind: 'agent', id: 'ana' as AgentId, name: 'Ana', role: 'agent' } as const
/** Of the bot that does anything; more than 10,000 with all the others. */
const runs = 4_000
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

/** A bot in this process is done after ten steps; one whose wire is read in pieces, after fifty. */
const soon = fc.nat(10)
const soonOrLate = fc.oneof({ weight: 3, arbitrary: soon }, { weight: 1, arbitrary: fc.nat(60) })

const planOf = (acts: readonly Act[], steps = soon): fc.Arbitrary<Plan> =>
  fc.record({
    moves: fc
      .array(fc.constantFrom<Move>('cancel', 'say', 'clock', 'clock', 'guide', 'click'), { maxLength: 5 })
      .map((moves): readonly Move[] => ['click', ...moves]),
    acts: fc.array(fc.constantFrom(...acts), { minLength: 1, maxLength: 6 }),
    steps,
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
const deafBot: MakeBot = (pass, acts) => {
  let said = 0
  const kind: BotKind = {
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
  return { kind, settings: {} }
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

/** Nothing is left to be scheduled, also by streams, which take a round of the event loop now and then. */
async function settled(scheduler: fc.Scheduler): Promise<void> {
  for (let quiet = 0; quiet < quietRounds; ) {
    await scheduler.waitIdle()
    await new Promise(resolve => setImmediate(resolve))
    quiet = scheduler.count() === 0 ? quiet + 1 : 0
  }
}

async function play(
  scheduler: fc.Scheduler,
  { moves, acts, patient, steps }: Plan,
  nodes: number,
  make: MakeBot = deafBot,
): Promise<Interleaved> {
  const pass: Pass = label => scheduler.schedule(Promise.resolve(), label)
  const { kind, settings } = make(pass, acts)
  const world = await openInterleaved(kind, settings, pass, nodes)
  const stored = world.handle(commandOf('say'))
  const begun = (patient ? stored : Promise.resolve()).then(async () => {
    for (let step = 0; step < steps; step++) {
      await pass('later')
      // A stream goes on with the event loop, not with the scheduler.
      if (step % 3 === 2) await new Promise(resolve => setImmediate(resolve))
    }
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
    expectSaid: (atLeast: number) => expect(said).toBeGreaterThan(atLeast),
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
      { numRuns: runs / 2 },
    )
    tally.expectBoth(runs / 250)
  })

  test.each([
    ['a bot over HTTP', wiredHttp, 2_500],
    ['an AI agent', wiredAi, 1_000],
    ['Rasa', wiredRasa, 1_500],
    ['a flow that calls out', wiredFlow, 1_500],
  ])(
    '[TK2] [TK3] [BT2] nor of %s, wherever its wire is cut',
    async (_kind, make, numRuns) => {
      const tally = createTally()
      await fc.assert(
        fc.asyncProperty(
          fc.scheduler(),
          planOf(['draft', 'draft', 'say', 'permit', 'pause', 'fail', 'hand off'], soonOrLate),
          async (scheduler, plan) => {
            const world = await play(scheduler, plan, 1, make)
            expect(spokenOver(world.log)).toEqual([])
            expect(drawnOver(world)).toEqual([])
            expect(lostDrafts(world)).toEqual([])
            tally.count(world)
            vi.clearAllTimers()
          },
        ),
        { numRuns },
      )
      tally.expectSaid(numRuns / 100)
    },
    60_000,
  )
})
