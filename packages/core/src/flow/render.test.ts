import { describe, expect, it } from 'vitest'
import { parseFlow } from './parse-flow.ts'
import { closingBlocks, entries, renderBlock } from './render.ts'

const parsed = parseFlow({
  name: 'Shop',
  start: 'menu',
  variables: { shop: 'Alder' },
  blocks: {
    menu: { kind: 'choices', label: 'Menu', text: 'Go?', options: [{ id: 'a', label: 'A' }], closing: true },
    thanks: { kind: 'message', text: 'Thanks {{name}}, says {{shop}}.', closing: true },
    number: {
      kind: 'question',
      label: 'Order',
      text: 'Which?',
      variable: 'n',
      check: { kind: 'text' },
      retryText: 'Which?',
    },
    nap: { kind: 'wait', forMs: 1 },
  },
})
if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults))
const { flow } = parsed

describe('what a flow offers at the end of a takeover', () => {
  it('[HB1] lists its closing blocks with what they say', () => {
    expect(closingBlocks(flow)).toEqual([
      { block: 'menu', label: 'Menu', preview: 'Go?\n• A' },
      { block: 'thanks', label: 'thanks', preview: 'Thanks , says Alder.' },
    ])
  })
  it('[HB1] fills in what the conversation knows', () => {
    expect(renderBlock(flow, 'thanks', { name: 'Ana' })).toEqual([
      { kind: 'text', text: 'Thanks Ana, says Alder.' },
    ])
  })
  it('[HB3] lists where the bot may go on, the start first', () => {
    expect(entries(flow)).toEqual([
      { block: 'menu', label: 'Menu' },
      { block: 'number', label: 'Order' },
    ])
  })
  it('renders nothing for a silent or unknown block', () => {
    expect(renderBlock(flow, 'nap', {})).toBeNull()
    expect(renderBlock(flow, 'toString', {})).toBeNull()
  })
})
