import { describe, expect, test } from 'vitest'
import { ana, answers, baton, ben, logOf, maya, says, shopBot, step } from '../../testing/log.ts'
import { transcriptOf } from './transcript.ts'

const reach = { deliveredThrough: 0, readThrough: 0 }
const kinds = (steps: Parameters<typeof logOf>[0]) => transcriptOf(logOf(steps), reach).map(line => line.kind)

describe('grouping', () => {
  test('what one author says in a row is one group, under the time of the first', () => {
    const lines = transcriptOf(
      logOf([says(maya, 'Hello'), says(maya, 'Anybody?'), answers(shopBot, 'Hi')]),
      reach,
    )
    expect(
      lines.map(line => (line.kind === 'group' ? [line.voice, line.bubbles.length] : line.kind)),
    ).toEqual(['day', ['contact', 2], ['bot', 1]])
  })
  test('two agents are two groups', () => {
    expect(kinds([answers(ana, 'One'), answers(ben, 'Two')])).toEqual(['day', 'group', 'group'])
  })
  test('a pause of five minutes begins a new group', () => {
    const lines = transcriptOf(logOf([says(maya, 'Hello'), says(maya, 'Still there?')], 5 * 60_000), reach)
    expect(lines.filter(line => line.kind === 'group')).toHaveLength(2)
  })
  test('a change of control parts what the same author says', () => {
    const takenOver = step('TakenOver', ana, { owner: { id: ana.id, name: ana.name } as never })
    expect(kinds([says(maya, 'Hello'), takenOver, says(maya, 'Hello?')])).toEqual([
      'day',
      'group',
      'control',
      'group',
    ])
  })
  test('each day has its line', () => {
    const lines = transcriptOf(logOf([says(maya, 'Hello'), says(maya, 'Again')], 26 * 3_600_000), reach)
    expect(lines.map(line => line.kind)).toEqual(['day', 'group', 'day', 'group'])
  })
  test('what Baton says stands apart, with its purpose', () => {
    const closing = step('MessageSent', baton, { from: 'system', purpose: 'closing', text: 'Bye', parts: [] })
    expect(transcriptOf(logOf([closing]), reach)[1]).toMatchObject({ kind: 'system', purpose: 'closing' })
  })
})

describe('lines', () => {
  test('every change of control is a line of its own [TK5]', () => {
    const changes = [
      'HumanRequested',
      'RequestDismissed',
      'TakenOver',
      'OwnerChanged',
      'ReturnedToQueue',
      'TakeoverCancelled',
      'Resolved',
      'BotChanged',
      'BotResumed',
      'QueueChanged',
    ] as const
    const lines = transcriptOf(logOf(changes.map(type => step(type, ana))), reach)
    expect(lines.flatMap(line => (line.kind === 'control' ? [line.event.type] : []))).toEqual(changes)
  })
  test('the machinery gives none', () => {
    const quiet = ['TurnOpened', 'DeliveryChanged', 'MessageWithheld'] as const
    expect(
      kinds([...quiet.map(type => step(type, shopBot)), step('TurnEnded', shopBot, { outcome: 'answered' })]),
    ).toEqual([])
    expect(kinds([step('TurnEnded', shopBot, { outcome: 'failed' })])).toEqual(['day', 'control'])
  })
  test('a note in a completion is shown as the note it is', () => {
    const lines = transcriptOf(logOf([step('Resolved', ana, { note: 'Call back at six' })]), reach)
    expect(lines.at(-1)).toMatchObject({ kind: 'aside', tone: 'note', text: 'Call back at six' })
  })
  test('guidance says whether the bot has heard it, that of a completion too [BT6]', () => {
    const heard = (steps: Parameters<typeof logOf>[0]) =>
      transcriptOf(logOf(steps), reach).flatMap(line => (line.kind === 'aside' ? [line.heard] : []))
    const given = step('GuidanceGiven', ana, { text: 'Mention the sale' })
    const ended = (heardThrough: number | null) =>
      step('TurnEnded', shopBot, { outcome: 'answered', heardThrough })
    expect(heard([given])).toEqual([false])
    expect(heard([given, ended(null)])).toEqual([false])
    expect(heard([given, ended(1), given])).toEqual([true, false])
    expect(heard([step('Resolved', ana, { guidance: 'No refunds' }), ended(1)])).toEqual([true])
  })
  test('the mark of what is new stands before the first message after the view [OW6]', () => {
    const log = logOf([says(maya, 'One'), answers(ana, 'Two'), says(maya, 'Three'), says(maya, 'Four')])
    const lines = transcriptOf(log, reach, 2)
    expect(lines.map(line => line.kind)).toEqual(['day', 'group', 'group', 'new', 'group'])
  })
})

describe('how far a message got', () => {
  const statuses = (steps: Parameters<typeof logOf>[0], far = reach) =>
    transcriptOf(logOf(steps), far).flatMap(line =>
      line.kind === 'group' ? line.bubbles.map(b => b.status) : [],
    )

  test('delivered and read go through everything before them [DL4]', () => {
    const three = [answers(ana, 'One'), answers(ana, 'Two'), answers(ana, 'Three')]
    expect(statuses(three, { deliveredThrough: 2, readThrough: 1 })).toEqual(['read', 'delivered', 'sent'])
  })
  test('a failure of one message is its own, with its reason', () => {
    const failed = step('DeliveryChanged', baton, {
      messageSeq: 1,
      through: false,
      status: 'failed',
      reason: 'Blocked',
    })
    const [line] = transcriptOf(logOf([answers(ana, 'One'), failed]), reach).filter(
      each => each.kind === 'group',
    )
    expect(line?.bubbles[0]).toMatchObject({ status: 'failed', why: 'Blocked' })
  })
  test('what a takeover overtook, and what it cut, are marked [TK3] [BT2]', () => {
    const withheld = step('MessageWithheld', baton, { messageSeq: 1, reason: 'control_changed' })
    const cut = step('MessageInterrupted', shopBot, { text: 'I can', parts: [] })
    expect(statuses([answers(shopBot, 'One'), withheld, cut])).toEqual(['withheld', 'interrupted'])
  })
  test('a text that a takeover cut says so; one that the customer cut does not [BT2]', () => {
    const turnId = 'turn' as never
    const cut = step('MessageInterrupted', shopBot, { turnId, text: 'I can', parts: [] })
    const taken = step('TakenOver', ana, { owner: { id: ana.id, name: ana.name } as never, endsTurn: turnId })
    expect(statuses([taken, cut])).toEqual(['overtaken'])
    expect(statuses([says(maya, 'Wait'), cut])).toEqual([null, 'interrupted'])
  })
  test('the customer’s own message has no status', () => {
    expect(statuses([says(maya, 'One')])).toEqual([null])
  })
})
