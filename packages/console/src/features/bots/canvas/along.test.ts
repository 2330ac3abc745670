import { expect, test } from 'vitest'
import { arranged, completed } from '../flow/arranged.ts'
import { cardHeight, cardWidth } from '../flow/card-size.ts'
import { readFlow } from '../flow/shape.ts'
import { along } from './along.ts'

const flow = readFlow(
  {
    start: 'hello',
    blocks: {
      hello: {
        kind: 'choices',
        text: 'Hello',
        options: [
          { id: 'a', label: 'A', next: 'first' },
          { id: 'b', label: 'B', next: 'second' },
        ],
      },
      first: { kind: 'message', text: 'One', next: 'last' },
      second: { kind: 'message', text: 'Two', next: 'last' },
      last: { kind: 'end' },
      alone: { kind: 'end' },
    },
  },
  'Shop',
)
const layout = arranged(flow)

test('keys follow the arrows, and go between the ways that lead from one block', () => {
  expect(along(flow, layout, null, 'ArrowRight')).toBe('hello')
  expect(along(flow, layout, 'hello', 'ArrowRight')).toBe('first')
  expect(along(flow, layout, 'last', 'ArrowLeft')).toBe('first')
  expect(along(flow, layout, 'hello', 'ArrowLeft')).toBeNull()
  const [upper, lower] = ['first', 'second'].sort((a, b) => (layout[a]?.y ?? 0) - (layout[b]?.y ?? 0))
  expect(along(flow, layout, upper ?? '', 'ArrowDown')).toBe(lower)
  expect(along(flow, layout, lower ?? '', 'ArrowUp')).toBe(upper)
})

test('every block can be reached by keys', () => {
  const seen = new Set<string>()
  const open = ['hello']
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue
    seen.add(id)
    for (const key of ['ArrowRight', 'ArrowLeft', 'ArrowUp', 'ArrowDown'] as const)
      open.push(along(flow, layout, id, key) ?? 'hello')
  }
  expect([...seen].sort()).toEqual(Object.keys(flow.blocks).sort())
})

test('no card lies on another, and each stands right of what leads to it', () => {
  const boxes = Object.entries(flow.blocks).map(([id, block]) => ({
    id,
    ...(layout[id] ?? { x: 0, y: 0 }),
    height: cardHeight(block),
  }))
  for (const a of boxes)
    for (const b of boxes)
      if (a.id !== b.id)
        expect(Math.abs(a.x - b.x) >= cardWidth || a.y + a.height <= b.y || b.y + b.height <= a.y).toBe(true)
  expect(layout.first?.x).toBeGreaterThan(layout.hello?.x ?? 0)
  expect(layout.last?.x).toBeGreaterThan(layout.second?.x ?? 0)
})

test('a block that has no place yet gets one, and the others keep theirs', () => {
  const { alone: _, ...known } = layout
  const { alone, ...kept } = completed(flow, known)
  expect(kept).toEqual(known)
  expect(alone?.y).toBeGreaterThan(Math.max(...Object.values(known).map(({ y }) => y)))
})
