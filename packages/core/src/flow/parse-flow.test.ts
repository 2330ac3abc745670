import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseFlow } from './parse-flow.ts'

function faultsOf(json: unknown) {
  const parsed = parseFlow(json)
  return parsed.ok
    ? []
    : parsed.faults.map(({ block, path, message }) => `${block ?? 'flow'} ${path} ${message}`)
}

const asking = { kind: 'choices', text: 'Go on?', options: [{ id: 'yes', label: 'Yes' }] }

/** A flow that is sound but for the blocks given. */
function withBlocks(blocks: object, rest: object = {}) {
  return { name: 'Shop', start: 'ask', blocks: { ask: asking, ...blocks }, ...rest }
}

describe('parsing a flow', () => {
  it('takes a sound one and keeps only what was written', () => {
    expect(parseFlow(withBlocks({ bye: { kind: 'message', text: 'Bye', closing: true } }))).toEqual({
      ok: true,
      flow: {
        name: 'Shop',
        start: 'ask',
        triggers: [],
        variables: {},
        blocks: {
          ask: asking,
          bye: { kind: 'message', parts: [{ kind: 'text', text: 'Bye' }], closing: true },
        },
      },
    })
  })
  it('tells every fault at once, each with its block', () => {
    const faults = faultsOf({
      start: 'nowhere',
      triggers: [{ phrases: ['?!'] }],
      blocks: {
        one: { kind: 'message', next: 'two' },
        three: { kind: 'dance' },
        four: {
          kind: 'question',
          text: 'Number?',
          check: { kind: 'pattern', pattern: '#{9,2}' },
          attempts: 2,
        },
      },
    })
    expect(faults).toEqual([
      'flow name is missing: add text',
      'flow triggers[0].phrases[0] needs a letter or a digit',
      'flow triggers[0].go is missing: name the block that these phrases lead to',
      'one text is missing: add text, or parts',
      'three kind must be one of message, choices, question, condition, set, wait, handoff, end, tag, priority, status, queue, feedback, request, ai, ask_team',
      'four attempts leads nowhere: add "otherwise", the block to go to after the last attempt',
      'four variable is missing: name the variable that keeps the answer',
      'four check.pattern repeats #{9,2} from 9 to 2 times: turn the numbers round',
      'four retryText is missing: add text',
      'flow start leads to "nowhere", which is no block: name one, or add it',
      'one next leads to "two", which is no block: name one, or add it',
    ])
  })
  it('refuses names that lead nowhere, wherever they stand', () => {
    const faults = faultsOf(
      withBlocks(
        {
          pick: { ...asking, options: [{ id: 'a', label: 'A', next: 'x1' }], otherwise: 'x2', next: 'x3' },
          judge: {
            kind: 'condition',
            rules: [{ variable: 'v', is: 'set', go: 'x4' }],
            otherwise: 'constructor',
          },
        },
        { triggers: [{ phrases: ['help'], go: 'x5' }] },
      ),
    )
    expect(faults.map(fault => fault.split(' leads')[0])).toEqual([
      'flow triggers[0].go',
      'pick options[0].next',
      'pick otherwise',
      'pick next',
      'judge rules[0].go',
      'judge otherwise',
    ])
  })
  it('refuses a way round on which nobody is waited for, and takes one on which somebody is', () => {
    const round = {
      a: { kind: 'message', text: 'A', next: 'b' },
      b: { kind: 'condition', rules: [{ variable: 'x', is: 'set', go: 'ask' }], otherwise: 'c' },
      c: { kind: 'set', assign: { y: 1 }, next: 'a' },
    }
    expect(faultsOf(withBlocks(round))).toEqual([
      'a  goes round for ever (a → b → c → a): put choices, a question or a wait between',
    ])
    expect(faultsOf(withBlocks({ self: { kind: 'set', assign: { y: 1 }, next: 'self' } }))).toHaveLength(1)
    const paused = { ...round, c: { kind: 'wait', forMs: 5, next: 'a' } }
    expect(faultsOf(withBlocks(paused))).toEqual([])
  })
  it('refuses fields that it does not know, and says which it knows', () => {
    expect(faultsOf(withBlocks({ bye: { kind: 'end', txet: 'Bye' } }))).toEqual([
      'bye txet is not known here: remove it, or use one of kind, label, text',
    ])
  })
  it('[HB1] lets only message and choices blocks be closing', () => {
    expect(faultsOf(withBlocks({ bye: { kind: 'end', closing: true } }))).toEqual([
      'bye closing is for message and choices blocks only: remove it',
    ])
  })
  it('refuses names that could mean something else', () => {
    const said = { kind: 'set', assign: { said: 'x', '1a': 'y' } }
    expect(faultsOf(withBlocks({ said, repeat: { kind: 'end' } }))).toHaveLength(3)
    expect(
      faultsOf(JSON.parse('{"name":"n","start":"__proto__","blocks":{"__proto__":{"kind":"end"}}}')),
    ).toEqual([
      '__proto__  is no name for a block: begin with a letter or digit, go on with letters, digits, _ . - (80 at most)',
    ])
  })
  it('refuses what is too large', () => {
    const blocks = Object.fromEntries(Array.from({ length: 501 }, (_, n) => [`b${n}`, { kind: 'end' }]))
    expect(faultsOf({ name: 'n', start: 'b1', blocks })).toEqual([
      'flow blocks holds 501 blocks: keep 500 at most',
    ])
    expect(faultsOf(withBlocks({ long: { kind: 'message', text: 'x'.repeat(4097) } }))).toEqual([
      'long text has 4097 characters: shorten it to 4096',
    ])
    expect(faultsOf(withBlocks({ nap: { kind: 'wait', forMs: 1e12 } }))).toEqual([
      'nap forMs must be a whole number from 1 to 2592000000',
    ])
  })
  it('refuses text that cannot be stored', () => {
    expect(faultsOf(withBlocks({ odd: { kind: 'message', text: 'a\u0000b' } }))).toHaveLength(1)
    expect(faultsOf(withBlocks({ odd: { kind: 'message', text: 'a\ud800b' } }))).toHaveLength(1)
  })
  it('refuses an option id that stands twice', () => {
    const twice = { ...asking, options: [...asking.options, ...asking.options] }
    expect(faultsOf(withBlocks({ twice }))).toEqual([
      'twice options has the id "yes" twice: give each option its own',
    ])
  })
  it('never throws, whatever the JSON', () => {
    const block = fc.record({
      kind: fc.constantFrom('message', 'choices', 'question', 'condition', 'set', 'wait'),
    })
    const nearly = fc.record({
      name: fc.jsonValue(),
      start: fc.jsonValue(),
      triggers: fc.array(fc.jsonValue(), { maxLength: 3 }),
      blocks: fc.dictionary(
        fc.string(),
        fc
          .tuple(
            block,
            fc.dictionary(fc.constantFrom('text', 'options', 'rules', 'check', 'next'), fc.jsonValue()),
          )
          .map(([kind, rest]) => ({ ...rest, ...kind })),
        { maxKeys: 5 },
      ),
    })
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), nearly), json => {
        const parsed = parseFlow(json)
        if (!parsed.ok) expect(parsed.faults.length).toBeGreaterThan(0)
      }),
      { numRuns: 150 },
    )
  })
})
