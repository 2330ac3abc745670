import { readFileSync } from 'node:fs'
import type { BotMemory, Flow } from '@baton/core'
import { advance, closingBlocks, freshMemory, parseFlow, plainText, textParts } from '@baton/core'
import { describe, expect, it } from 'vitest'

function load(): Flow {
  const parsed = parseFlow(JSON.parse(readFileSync(new URL('./shop-bot.json', import.meta.url), 'utf8')))
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults, null, 2))
  return parsed.flow
}

const flow = load()
const at = '2026-03-02T12:00:00.000Z'

function say(memory: BotMemory, ...texts: string[]) {
  const inputs = texts.map((text, n) => ({ seq: n + 1, text, parts: textParts(text), at }))
  return advance(flow, memory, { kind: 'said', inputs }, { at, wakeId: 'w' })
}

function talk(...texts: string[]) {
  let memory = freshMemory
  const heard: string[] = []
  for (const text of texts) {
    const said = say(memory, text)
    // The pauses of "let me look that up" are over before the customer writes on.
    const step = said.memory.wake
      ? advance(flow, said.memory, { kind: 'woke' }, { at: said.memory.wake.at, wakeId: 'w2' })
      : said
    heard.push([...said.messages, ...(step === said ? [] : step.messages)].map(plainText).join('\n'))
    memory = step.memory
  }
  return { memory, heard, last: heard.at(-1) }
}

/** Memory at every block that waits for the customer. */
const openPositions = Object.entries(flow.blocks)
  .filter(([, block]) => block.kind === 'choices' || block.kind === 'question')
  .map(([block]): BotMemory => ({ position: { block, misses: 0, early: [] }, variables: {}, wake: null }))

describe('the example shop bot', () => {
  it('greets, finds an order, and asks whether there is more', () => {
    const { heard } = talk('hi', 'Where is my order?', 'it is 48213', 'no, thanks', 'hello again')
    expect(heard[0]).toContain('I’m Oli')
    expect(heard[1]).toContain('order number')
    expect(heard[2]).toContain('order 48213 is on its way')
    expect(heard[2]).toContain('anything else')
    expect(heard[3]).toContain('good day')
    expect(heard[4]).toContain('still here')
  })
  it('does not ask for a number that it was given', () => {
    expect(talk('where is my order 48213??').last).toContain('order 48213 is on its way')
  })
  it('arranges a return', () => {
    expect(talk('i want to return a lamp', 'changed my mind', 'card', '91234').last).toContain(
      'label for order 91234',
    )
  })
  it.each([
    'I want to talk to a human',
    'speak to a person',
    'agent please',
    'AGENT!!',
    'can i get a real person pls',
    'quiero hablar con una persona',
    'un agente por favor',
  ])('hands off from anywhere when somebody says "%s"', text => {
    for (const memory of [freshMemory, ...openPositions]) {
      const { handoff, messages } = say(memory, text)
      expect(handoff).not.toBeNull()
      expect(messages).toHaveLength(1)
    }
  })
  it.each(['asdf qwerty', '😀', '?', 'no', 'yes', '12', 'my cat sat on it'])(
    'answers "%s" wherever it stands',
    text => {
      for (const memory of [freshMemory, ...openPositions]) {
        const step = say(memory, text)
        expect(step.messages.length + (step.memory.wake ? 1 : 0)).toBeGreaterThan(0)
      }
    },
  )
  it('offers choices at a first and a second miss, then hands off', () => {
    const { heard, memory } = talk('hi', 'blorp', 'blarp')
    expect(heard[1]).toContain('didn’t quite get that')
    expect(heard[2]).toContain('Shall I ask a person')
    expect(say(memory, 'blurp').handoff).not.toBeNull()
  })
  it('leads by every button where the button says, whatever the triggers', () => {
    for (const [id, block] of Object.entries(flow.blocks)) {
      if (block.kind !== 'choices') continue
      for (const { label, next = '' } of block.options) {
        const memory: BotMemory = { position: { block: id, misses: 0, early: [] }, variables: {}, wake: null }
        const there = advance(
          flow,
          freshMemory,
          { kind: 'resumed', resume: { at: next }, inputs: [] },
          { at, wakeId: 'w' },
        )
        expect(say(memory, label).messages, `${id}: ${label}`).toEqual(there.messages)
      }
    }
  })
  it('carries on when the customer does not need a person any more [RQ5]', () => {
    for (const text of ['never mind', 'I don’t need a human anymore', 'ya no hace falta']) {
      const { handoff, withdraw, messages } = say(talk('human').memory, text)
      expect(handoff).toBeNull()
      expect(withdraw).not.toBeNull()
      expect(messages).toHaveLength(1)
    }
  })
  it('has closing blocks whose answers it understands [HB1]', () => {
    expect(closingBlocks(flow).map(({ label }) => label)).toEqual(['Anything else?', 'Thanks', 'Sorted out'])
    expect(say(freshMemory, 'No, that’s all').messages.map(plainText).join()).toContain('good day')
  })
})
