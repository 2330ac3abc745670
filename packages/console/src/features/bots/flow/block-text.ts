// What a block says or does, in the two lines of its card, and what its ways out are called.
import type { Block } from '@baton/core'
import { duration } from '../../../app/time.ts'
import type { BotWords } from '../use-bot-words.ts'
import type { Way } from './ways.ts'

type Say = BotWords['t']

function messageText(block: Extract<Block, { kind: 'message' }>, t: Say): string {
  return block.parts
    .map(part => {
      if (part.kind === 'text') return part.text
      if (part.kind === 'media') return part.caption ?? part.name
      return part.name ?? t('part.location')
    })
    .join(' · ')
}

export function blockText(block: Block, t: Say): string {
  switch (block.kind) {
    case 'message':
      return messageText(block, t)
    case 'choices':
    case 'question':
    case 'feedback':
      return block.text
    case 'condition':
      return t('card.condition')
    case 'set':
      return Object.entries(block.assign)
        .map(([name, value]) => `${name} = ${value === '' ? '“”' : String(value)}`)
        .join(', ')
    case 'wait':
      return t('card.wait', { time: duration(block.forMs, t) })
    case 'handoff':
      return block.text ?? block.reason
    case 'end':
      return block.text ?? t('card.end')
    case 'tag':
      return [...block.add.map(tag => `+ ${tag}`), ...block.remove.map(tag => `− ${tag}`)].join('  ')
    case 'priority':
      return t(`priority.${block.priority}`)
    case 'status':
      return block.status
    case 'queue':
      return block.team
    case 'request':
      return block.url === '' ? '' : `${block.method} ${block.url.replace(/^https?:\/\//, '')}`
    case 'ai':
      return block.prompt
    case 'ask_team':
      return block.question
  }
}

export function wayWords(block: Block, way: Way, t: Say): string {
  if (way.words !== null) return way.words
  if (way.id === 'next')
    switch (block.kind) {
      case 'choices':
        return t('way.otherOptions')
      case 'question':
      case 'ask_team':
        return t('way.answered')
      case 'feedback':
        return t('way.rated')
      case 'request':
        return t('way.done')
      case 'ai':
        return t('way.said')
      default:
        return t('way.next')
    }
  switch (block.kind) {
    case 'choices':
      return block.otherwise === 'repeat' || !block.otherwise ? t('way.repeat') : t('way.otherWords')
    case 'question':
      return t('way.noAnswer')
    case 'feedback':
      return t('way.noRating')
    case 'ask_team':
      return t('way.nobody')
    case 'condition':
      return t('way.else')
    default:
      return t('way.fails')
  }
}
