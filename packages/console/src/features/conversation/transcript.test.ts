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
    expect(line?.bubbles[0]).toMatchObject({ status: 'failed', why: 'Blocked', retriable: true })
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

describe('on a channel', () => {
  const onChannel = { ...reach, channel: { kind: 'whatsapp' } }
  const bubblesOf = (
    steps: Parameters<typeof logOf>[0],
    far: Parameters<typeof transcriptOf>[1] = onChannel,
  ) =>
    transcriptOf(logOf(steps), far).flatMap(line =>
      line.kind === 'group' ? line.bubbles : line.kind === 'system' ? [line.bubble] : [],
    )
  const delivery = (
    messageSeq: number,
    status: 'sending' | 'unknown' | 'sent' | 'delivered' | 'read' | 'failed',
    more: object = {},
  ) => step('DeliveryChanged', baton, { messageSeq, through: false, status, reason: null, ...more })
  const owner = { id: ana.id, name: ana.name } as never

  test('a message is queued until the channel says more, and keeps its last word [DL4]', () => {
    const one = (steps: Parameters<typeof logOf>[0]) => bubblesOf([answers(ana, 'One'), ...steps])[0]?.status
    expect(one([])).toBe('queued')
    expect(one([delivery(1, 'sending')])).toBe('sending')
    expect(one([delivery(1, 'sending'), delivery(1, 'sent')])).toBe('sent')
    expect(one([delivery(1, 'sent'), delivery(1, 'delivered'), delivery(1, 'read')])).toBe('read')
    expect(bubblesOf([answers(ana, 'One')], reach)[0]?.status).toBe('sent')
  })
  test('what is put off says until when and why; what goes again is queued anew [DL3]', () => {
    const until = '2026-11-21T14:05:00.000Z'
    const put = step('DeliveryDeferred', baton, {
      messageSeq: 1,
      until,
      problem: 'throttled',
      reason: '80007',
    } as never)
    expect(bubblesOf([answers(ana, 'One'), delivery(1, 'sending'), put])[0]).toMatchObject({
      status: 'queued',
      until,
      problem: 'throttled',
      retriable: false,
    })
    const again = step('DeliveryRetried', ana, { messageSeq: 1 })
    expect(
      bubblesOf([answers(ana, 'One'), delivery(1, 'failed', { problem: 'other' }), again])[0],
    ).toMatchObject({ status: 'queued', until: null, problem: null, retriable: false })
  })
  test('failed and unknown can go again; not a bot’s of before a takeover, nor into a closed window [DL3] [DL5]', () => {
    const retriable = (steps: Parameters<typeof logOf>[0]) => bubblesOf(steps)[0]?.retriable
    expect(retriable([answers(ana, 'One'), delivery(1, 'unknown')])).toBe(true)
    expect(retriable([answers(ana, 'One'), delivery(1, 'sent')])).toBe(false)
    const closed = delivery(1, 'failed', { problem: 'window_closed' })
    expect(retriable([answers(ana, 'One'), closed])).toBe(false)
    expect(retriable([answers(ana, 'One'), closed, says(maya, 'Hello?')])).toBe(true)
    const log = logOf([answers(shopBot, 'One'), delivery(1, 'failed', { problem: 'other' })])
    const later = log.map((event, index) => ({ ...event, epoch: index }))
    const [line] = transcriptOf(later, onChannel).filter(each => each.kind === 'group')
    expect(line?.bubbles[0]?.retriable).toBe(false)
  })
  test('a takeover marks what was in flight, and names itself at what it held back [TK3]', () => {
    const taken = step('TakenOver', ana, { owner })
    const withheld = step('MessageWithheld', baton, { messageSeq: 2, reason: 'control_changed' })
    const [first, second] = bubblesOf([
      answers(shopBot, 'One'),
      answers(shopBot, 'Two'),
      delivery(1, 'sending'),
      taken,
      withheld,
    ])
    expect(first).toMatchObject({ status: 'sending', inFlight: true })
    expect(second).toMatchObject({ status: 'withheld', inFlight: false, withheldFor: owner })
  })
  test('an edit shows the new words and keeps the old ones; a revoked message keeps its text', () => {
    const edited = step('MessageEdited', maya, {
      messageSeq: 1,
      text: 'Size 42',
      parts: [{ kind: 'text', text: 'Size 42' }],
    })
    const revoked = step('MessageRevoked', maya, { messageSeq: 1 })
    expect(bubblesOf([says(maya, 'Size 24'), edited])[0]).toMatchObject({
      text: 'Size 42',
      earlier: [{ text: 'Size 24' }],
      revoked: false,
    })
    expect(bubblesOf([says(maya, 'Size 24'), revoked])[0]).toMatchObject({ text: 'Size 24', revoked: true })
  })
  test('a reaction is one a person: the last, or none', () => {
    const reacts = (emoji: string | null) => step('ReactionChanged', maya, { messageSeq: 1, emoji })
    expect(bubblesOf([answers(ana, 'One'), reacts('👍'), reacts('❤️')])[0]?.reactions).toEqual([
      { by: 'maya', emoji: '❤️' },
    ])
    expect(bubblesOf([answers(ana, 'One'), reacts('👍'), reacts(null)])[0]?.reactions).toEqual([])
  })
  test('a quote says whom and what, as it stands now', () => {
    const reply = step('MessageReceived', maya, { text: 'Yes', parts: [], replyTo: 1 })
    expect(bubblesOf([answers(ana, 'Blue?'), reply])[1]?.quote).toEqual({
      seq: 1,
      voice: 'agent',
      name: 'Ana',
      text: 'Blue?',
    })
    expect(bubblesOf([says(maya, 'Hi'), reply])[1]?.quote).toMatchObject({ name: null, text: 'Hi' })
    const gone = step('MessageReceived', maya, { text: 'Yes', parts: [], replyTo: 9 })
    expect(bubblesOf([gone])[0]?.quote).toBeNull()
  })
  test('a file takes its place when it came, or says why it never will', () => {
    const pending = {
      kind: 'media',
      mediaId: 'm1',
      mimeType: 'image/jpeg',
      name: 'shoe.jpg',
      sizeBytes: 0,
      pending: 'ref',
    } as const
    const here = { ...pending, pending: undefined, width: 40, height: 30, sizeBytes: 900 }
    const sent = step('MessageReceived', maya, { text: '[shoe.jpg]', parts: [pending] })
    const settles = (data: object) =>
      bubblesOf([sent, step('MediaSettled', baton, { messageSeq: 1, mediaId: 'm1', ...data } as never)])[0]
    expect(settles({ media: here, problem: null })).toMatchObject({ parts: [here], lost: {} })
    expect(settles({ media: null, problem: 'expired' })).toMatchObject({
      parts: [pending],
      lost: { m1: 'expired' },
    })
  })
  test('what was said on the phone is there already, and a first message says that it is one [OB1]', () => {
    const echo = step('MessageSent', ana, {
      from: 'agent',
      purpose: 'reply',
      text: 'Hi',
      parts: [],
      via: 'phone',
    })
    const first = step('MessageSent', ana, { from: 'agent', purpose: 'outreach', text: 'Hello', parts: [] })
    expect(bubblesOf([echo, first])).toMatchObject([
      { via: 'phone', status: 'sent', outreach: false },
      { via: null, status: 'queued', outreach: true },
    ])
  })
  test('who answers on the channel itself is a line [DL6]', () => {
    const held = step('LineHolderChanged', baton, { holder: 'Meta AI' })
    expect(kinds([held])).toEqual(['day', 'control'])
  })
})
