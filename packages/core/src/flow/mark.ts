// What the mark blocks of one run add up to; the last word on each counts.
import type { Marks } from '../conversation/turn.ts'
import type { PriorityBlock, QueueBlock, StatusBlock, TagBlock } from './definition.ts'

export interface Marked {
  readonly marks: Omit<Marks, 'teamId'>
  /** As the flow names it. */
  readonly team: string | null
}

type MarkBlock = TagBlock | PriorityBlock | StatusBlock | QueueBlock

function tagged(marks: Marked['marks'], { add, remove }: TagBlock): Marked['marks'] {
  const { addTags = [], removeTags = [] } = marks
  return {
    ...marks,
    addTags: [...new Set([...addTags.filter(tag => !remove.includes(tag)), ...add])],
    removeTags: [...new Set([...removeTags, ...remove])].filter(tag => !add.includes(tag)),
  }
}

export function marked(before: Marked | null, block: MarkBlock): Marked {
  const { marks, team } = before ?? { marks: {}, team: null }
  switch (block.kind) {
    case 'tag':
      return { marks: tagged(marks, block), team }
    case 'priority':
      return { marks: { ...marks, priority: block.priority }, team }
    case 'status':
      return { marks: { ...marks, status: block.status }, team }
    case 'queue':
      return { marks, team: block.team }
  }
}
