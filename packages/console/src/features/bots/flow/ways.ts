// The ways out of a block, in the order in which its card shows them; an arrow is a way that leads somewhere.
import type { Block, BlockId, Flow } from '@baton/core'

/** `next`, `otherwise`, `option:2`, `rule:0`. */
export type WayId = string

export interface Way {
  readonly id: WayId
  /** The block it leads to; null when it leads nowhere yet. */
  readonly to: BlockId | null
  /** The builder’s own words for it; null: it is named by its kind. */
  readonly words: string | null
}

function leads(to: string | undefined): BlockId | null {
  return to === undefined || to === '' || to === 'repeat' ? null : to
}

const way = (id: WayId, to: string | undefined, words: string | null = null): Way => ({
  id,
  to: leads(to),
  words,
})

export function waysOf(block: Block): readonly Way[] {
  switch (block.kind) {
    case 'handoff':
    case 'end':
      return []
    case 'choices': {
      const shared = block.next || block.options.some(option => !option.next)
      return [
        ...block.options.map((option, at) => way(`option:${at}`, option.next, option.label || option.id)),
        ...(shared ? [way('next', block.next)] : []),
        way('otherwise', block.otherwise),
      ]
    }
    case 'condition':
      return [
        ...block.rules.map((rule, at) => way(`rule:${at}`, rule.go, ruleWords(rule))),
        way('otherwise', block.otherwise),
      ]
    case 'question':
    case 'feedback':
    case 'request':
    case 'ai':
    case 'ask_team':
      return [way('next', block.next), way('otherwise', block.otherwise)]
    default:
      return [way('next', block.next)]
  }
}

const signs: Readonly<Record<string, string>> = {
  equals: '=',
  not_equals: '≠',
  contains: '∋',
  greater: '>',
  less: '<',
  set: '✓',
  not_set: '∅',
}

export function ruleWords(rule: {
  readonly variable: string
  readonly is: string
  readonly value?: unknown
}) {
  const value = rule.value === undefined ? '' : ` ${String(rule.value)}`
  return `${rule.variable || '…'} ${signs[rule.is] ?? rule.is}${value}`
}

function set<Item extends object>(
  items: readonly Item[],
  at: number,
  key: keyof Item,
  to: string | undefined,
): readonly Item[] {
  return items.map((item, index) => (index === at ? { ...item, [key]: to } : item))
}

/** The block with one way leading elsewhere; null: nowhere. */
export function withWay(block: Block, id: WayId, to: BlockId | null): Block {
  const [kind, place] = id.split(':')
  const at = Number(place)
  if (block.kind === 'choices' && kind === 'option')
    return { ...block, options: set(block.options, at, 'next', to ?? undefined) }
  if (block.kind === 'condition' && kind === 'rule')
    return { ...block, rules: set(block.rules, at, 'go', to ?? '') }
  if (block.kind === 'handoff' || block.kind === 'end') return block
  return { ...block, [id]: to ?? (id === 'otherwise' && block.kind !== 'choices' ? '' : undefined) }
}

/** The block with every way that led to `from` leading to `to`. */
export function redirected(block: Block, from: BlockId, to: BlockId | null): Block {
  return waysOf(block)
    .filter(each => each.to === from)
    .reduce((changed, each) => withWay(changed, each.id, to), block)
}

/** Blocks in the order in which one comes to them: from the start, then from the triggers, then the rest. */
export function inOrder(flow: Flow): readonly BlockId[] {
  const seen = new Set<BlockId>()
  const entries = [flow.start, ...flow.triggers.map(trigger => trigger.go ?? ''), ...Object.keys(flow.blocks)]
  for (const entry of entries) {
    const open = [entry]
    for (let id = open.shift(); id !== undefined; id = open.shift()) {
      const block = Object.hasOwn(flow.blocks, id) ? flow.blocks[id] : undefined
      if (block === undefined || seen.has(id)) continue
      seen.add(id)
      open.push(...waysOf(block).flatMap(({ to }) => to ?? []))
    }
  }
  return [...seen]
}
