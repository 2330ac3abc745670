// What is legal in a flow and most likely not meant: shown while it is built, and no reason to refuse it.
import type { Block, BlockId, Flow } from './definition.ts'
import { leadsOf } from './leads.ts'
import type { FlowFault } from './reading.ts'

/** From where a conversation can come to a block, besides other blocks. */
function ways(flow: Flow): ReadonlySet<BlockId> {
  const triggered = flow.triggers.flatMap(({ go }) => go ?? [])
  // An agent can go on at a labelled block, and send a closing one (HB1, HB3).
  const open = Object.entries(flow.blocks).flatMap(([id, block]) =>
    block.label !== undefined || ('closing' in block && block.closing) ? [id] : [],
  )
  return new Set([flow.start, ...triggered, ...open])
}

function reached(flow: Flow): ReadonlySet<BlockId> {
  const seen = new Set<BlockId>()
  const rest = [...ways(flow)]
  for (let id = rest.pop(); id !== undefined; id = rest.pop()) {
    const block = Object.hasOwn(flow.blocks, id) ? flow.blocks[id] : undefined
    if (block === undefined || seen.has(id)) continue
    seen.add(id)
    rest.push(...leadsOf(block).map(({ to }) => to))
  }
  return seen
}

const endsHere = 'ends the flow here: lead it on, or to an end block'

function deadEnds(block: Block): readonly Omit<FlowFault, 'block'>[] {
  switch (block.kind) {
    case 'end':
    case 'handoff':
    case 'condition':
      return []
    case 'choices': {
      if (block.next !== undefined) return []
      return block.options.flatMap((option, at) =>
        option.next === undefined ? [{ path: `options[${at}].next`, message: endsHere }] : [],
      )
    }
    case 'message':
      if (block.closing) return []
      break
    default:
  }
  return block.next === undefined ? [{ path: 'next', message: endsHere }] : []
}

function trapped(flow: Flow, block: Block): readonly Omit<FlowFault, 'block'>[] {
  const wayOut = flow.triggers.some(({ go }) => go !== undefined)
  const asksOn =
    (block.kind === 'question' && block.otherwise === undefined) ||
    (block.kind === 'choices' && (block.otherwise ?? 'repeat') === 'repeat')
  if (wayOut || !asksOn) return []
  const message =
    'asks on and on, and no phrase leads out: add "otherwise", or a trigger such as “talk to a person”'
  return [{ path: 'otherwise', message }]
}

function handoffs(flow: Flow, seen: ReadonlySet<BlockId>): readonly FlowFault[] {
  const all = Object.entries(flow.blocks)
  const any = all.some(
    ([id, block]) => seen.has(id) && (block.kind === 'handoff' || (block.kind === 'ai' && block.handoff)),
  )
  if (any) return []
  const message = 'never asks for a person: add a hand-off, and a trigger that leads to it'
  return [{ block: null, path: '', message }]
}

/** Dead ends, blocks and hand-offs that nobody comes to, questions without a way out; in the flow’s order. */
export function warningsOf(flow: Flow): readonly FlowFault[] {
  const seen = reached(flow)
  const ofBlocks = Object.entries(flow.blocks).flatMap(([id, block]) => {
    const message =
      block.kind === 'handoff'
        ? 'is a hand-off that nobody can reach: lead a block or a trigger to it'
        : 'is never reached: lead a block or a trigger to it, or delete it'
    const lost = seen.has(id) ? [] : [{ path: '', message }]
    return [...lost, ...deadEnds(block), ...trapped(flow, block)].map(fault => ({ block: id, ...fault }))
  })
  return [...handoffs(flow, seen), ...ofBlocks]
}
