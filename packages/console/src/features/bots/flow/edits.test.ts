import { describe, expect, test } from 'vitest'
import type { Draft } from './edits.ts'
import {
  addBlock,
  changeBlock,
  connect,
  duplicateBlock,
  removeBlock,
  renameBlock,
  variablesOf,
} from './edits.ts'
import { readFlow } from './shape.ts'
import { inOrder, waysOf } from './ways.ts'
import { checkedDraft, writtenFlow } from './written-flow.ts'

const nowhere: Draft = { flow: readFlow({}, 'Shop'), layout: {} }
const at = { x: 11, y: 21 }

/** A question that leads to a message, and to a hand-off when nothing fits; two options lead to the question. */
const shop = readFlow(
  {
    name: 'Shop',
    start: 'hello',
    triggers: [{ phrases: ['human'], go: 'person' }],
    variables: { shop: 'Olive' },
    blocks: {
      hello: {
        kind: 'choices',
        text: 'Hello',
        options: [
          { id: 'order', label: 'My order', next: 'number' },
          { id: 'other', label: 'Other' },
        ],
        next: 'number',
      },
      number: {
        kind: 'question',
        text: 'Number?',
        variable: 'order',
        check: { kind: 'number' },
        retryText: 'A number, please',
        otherwise: 'person',
        next: 'thanks',
      },
      thanks: { kind: 'message', text: 'Thanks' },
      person: { kind: 'handoff', reason: 'Asked' },
    },
  },
  'Shop',
)
const draft: Draft = { flow: shop, layout: { hello: { x: 0, y: 0 } } }
const leads = (flow: Draft['flow'], id: string) => {
  const block = flow.blocks[id]
  return block ? waysOf(block).map(({ id: way, to }) => `${way} → ${to}`) : []
}

describe('a draft', () => {
  test('begins at the first block that is added, and stands on the grid', () => {
    const { draft: added, id } = addBlock(nowhere, 'message', at, null)
    expect(added.flow.start).toBe(id)
    expect(added.layout).toEqual({ message: { x: 8, y: 24 } })
  })

  test('leads to a block that is added from a way', () => {
    const { draft: added, id } = addBlock(draft, 'end', at, { block: 'hello', way: 'option:1' })
    expect(leads(added.flow, 'hello')).toContain(`option:1 → ${id}`)
    expect(leads(draft.flow, 'hello')).toContain('option:1 → null')
  })

  test('closes the gap where a block with one way out is removed', () => {
    const { flow } = removeBlock(draft, 'thanks')
    expect(leads(flow, 'number')).toEqual(['next → null', 'otherwise → person'])
    const chained = connect(draft, { block: 'thanks', way: 'next' }, 'person')
    expect(leads(removeBlock(chained, 'thanks').flow, 'number')).toEqual([
      'next → person',
      'otherwise → person',
    ])
  })

  test('leaves ways open where a block with several ways out is removed', () => {
    expect(leads(removeBlock(draft, 'number').flow, 'hello')).toEqual([
      'option:0 → null',
      'option:1 → null',
      'next → null',
      'otherwise → null',
    ])
  })

  test('moves its start on, or forgets it, and its triggers, when their block is removed', () => {
    expect(removeBlock(draft, 'hello').flow.start).toBe('number')
    const { flow } = removeBlock(removeBlock(removeBlock(draft, 'hello'), 'number'), 'person')
    expect(flow.start).toBe('')
    expect(flow.triggers).toEqual([{ phrases: ['human'], go: '' }])
  })

  test('renames a block everywhere, and only to a free name', () => {
    const renamed = renameBlock(draft, 'number', 'order_number')
    expect(leads(renamed?.flow ?? shop, 'hello')).toContain('option:0 → order_number')
    expect(inOrder(renamed?.flow ?? shop)).toEqual(['hello', 'order_number', 'thanks', 'person'])
    expect(renameBlock(draft, 'number', 'thanks')).toBeNull()
    expect(renameBlock(draft, 'number', '  ')).toBeNull()
  })

  test('has a copy of a block beside it, with the same ways out', () => {
    const { draft: copied, id } = duplicateBlock(draft, 'number')
    expect(leads(copied.flow, id)).toEqual(leads(copied.flow, 'number'))
    expect(id).toBe('number_2')
  })

  test('has a secret typed again under another name, as the server keeps it for the old one', () => {
    const block = readFlow(
      {
        blocks: {
          call: {
            kind: 'request',
            url: 'https://shop.example',
            headers: [{ name: 'key', secret: { set: true } }],
          },
        },
      },
      'Shop',
    )
    const renamed = renameBlock({ flow: block, layout: {} }, 'call', 'ask')
    expect(renamed?.flow.blocks.ask).toMatchObject({ headers: [{ name: 'key', secret: '' }] })
  })

  test('knows the variables that its blocks fill', () => {
    expect(variablesOf(shop)).toEqual(['order', 'said', 'shop'])
  })
})

describe('what is stored', () => {
  test('is what was read, without what holds nothing', () => {
    expect(checkedDraft(shop).faults).toEqual([])
    expect(readFlow(writtenFlow(shop), 'Shop')).toEqual(shop)
    const tag = changeBlock(draft, 'thanks', { kind: 'tag', add: ['vip'], remove: [], next: '' })
    expect(writtenFlow(tag.flow).blocks).toMatchObject({ thanks: { kind: 'tag', add: ['vip'] } })
    expect(checkedDraft(tag.flow).faults).toEqual([])
  })

  test('keeps an empty value that a block sets', () => {
    const cleared = changeBlock(draft, 'thanks', { kind: 'set', assign: { order: '' } })
    expect(checkedDraft(cleared.flow).flow?.blocks.thanks).toEqual({ kind: 'set', assign: { order: '' } })
  })

  test('takes a secret that the server keeps for one that is there', () => {
    const { flow } = changeBlock(draft, 'thanks', {
      ...{
        kind: 'request',
        method: 'GET',
        url: 'https://shop.example/orders',
        save: [],
        otherwise: 'person',
      },
      headers: [{ name: 'x-key', secret: JSON.parse('{"set":true}') }],
    })
    expect(checkedDraft(flow).faults).toEqual([])
    expect(JSON.stringify(writtenFlow(flow))).toContain('{"set":true}')
  })

  test('is faulty where a draft is half done, and says which block', () => {
    const { draft: added } = addBlock(draft, 'question', at, null)
    expect(new Set(checkedDraft(added.flow).faults.map(fault => fault.block))).toEqual(new Set(['question']))
  })

  test('shows what fits of any JSON, and never throws', () => {
    for (const json of [null, 7, [], { blocks: [] }, { blocks: { a: { kind: 'choices', options: 'x' } } }])
      expect(() => inOrder(readFlow(json, 'Any'))).not.toThrow()
    expect(readFlow({ blocks: { a: { kind: 'choices', options: 'x' } } }, 'Any').blocks.a).toMatchObject({
      options: [{ id: 'option_1' }],
    })
  })
})
