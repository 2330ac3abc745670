// Where blocks lead: every name must be a block's, and no way may go round without anyone being waited for.
import type { Block, BlockId } from './definition.ts'

export interface Lead {
  readonly path: string
  readonly to: BlockId
}

function lead(path: string, to: BlockId | undefined): readonly Lead[] {
  return to === undefined || to === '' ? [] : [{ path, to }]
}

/** All the ways out of a block. */
export function leadsOf(block: Block): readonly Lead[] {
  switch (block.kind) {
    case 'message':
    case 'set':
    case 'wait':
    case 'tag':
    case 'priority':
    case 'status':
    case 'queue':
      return lead('next', block.next)
    case 'choices':
      return [
        ...block.options.flatMap((option, at) => lead(`options[${at}].next`, option.next)),
        ...lead('otherwise', block.otherwise === 'repeat' ? undefined : block.otherwise),
        ...lead('next', block.next),
      ]
    case 'question':
    case 'feedback':
    case 'request':
    case 'ai':
    case 'ask_team':
      return [...lead('otherwise', block.otherwise), ...lead('next', block.next)]
    case 'condition':
      return [
        ...block.rules.flatMap((rule, at) => lead(`rules[${at}].go`, rule.go)),
        ...lead('otherwise', block.otherwise),
      ]
    case 'handoff':
    case 'end':
      return []
  }
}

/** The ways that are taken without the customer, the team or the clock; calls of a machine to a machine among them. */
function atOnce(block: Block): readonly Lead[] {
  switch (block.kind) {
    case 'choices':
    case 'question':
    case 'feedback':
    case 'wait':
    case 'ask_team':
      return []
    default:
      return leadsOf(block)
  }
}

/** Every endless loop, once, as the blocks along it. */
export function endlessLoops(blocks: ReadonlyMap<BlockId, Block>): readonly (readonly BlockId[])[] {
  const loops: BlockId[][] = []
  const done = new Set<BlockId>()
  const path: BlockId[] = []
  function walk(id: BlockId): void {
    const block = blocks.get(id)
    if (block === undefined || done.has(id)) return
    const again = path.indexOf(id)
    if (again >= 0) {
      loops.push(path.slice(again))
      return
    }
    path.push(id)
    for (const { to } of atOnce(block)) walk(to)
    path.pop()
    done.add(id)
  }
  for (const id of blocks.keys()) walk(id)
  return loops
}
