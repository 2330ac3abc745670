// Which key does what. One table: the keys, the tips, the palette and the sheet all read it.
import type { MessageKey } from './words.ts'

export const actionIds = [
  'next',
  'previous',
  'open',
  'search',
  'filter',
  'sort',
  'find',
  'nextWaiting',
  'queues',
  'mine',
  'accept',
  'decline',
  'intervene',
  'acknowledge',
  'reply',
  'note',
  'guide',
  'answer',
  'canned',
  'template',
  'quote',
  'retry',
  'owner',
  'bot',
  'resolve',
  'tags',
  'status',
  'priority',
  'attach',
  'details',
  'signals',
  'mentions',
  'palette',
  'shortcuts',
] as const
export type ActionId = (typeof actionIds)[number]

interface KeyEntry {
  /** As printed; `mod` is ⌘ or Ctrl. */
  readonly keys: string
  readonly label: MessageKey
  readonly group: 'move' | 'talk' | 'all'
}

export const keyMap: Readonly<Record<ActionId, KeyEntry>> = {
  next: { keys: 'j', label: 'key.next', group: 'move' },
  previous: { keys: 'k', label: 'key.previous', group: 'move' },
  open: { keys: 'enter', label: 'key.open', group: 'move' },
  search: { keys: '/', label: 'key.search', group: 'move' },
  filter: { keys: 'f', label: 'key.filter', group: 'move' },
  sort: { keys: ',', label: 'key.sort', group: 'move' },
  find: { keys: 'mod+f', label: 'key.find', group: 'talk' },
  nextWaiting: { keys: 'w', label: 'key.nextWaiting', group: 'move' },
  queues: { keys: 'l', label: 'key.queues', group: 'move' },
  mine: { keys: 'o', label: 'key.mine', group: 'move' },
  accept: { keys: 'y', label: 'key.accept', group: 'talk' },
  decline: { keys: 'x', label: 'key.decline', group: 'talk' },
  acknowledge: { keys: '.', label: 'alert.seenTip', group: 'talk' },
  intervene: { keys: 'i', label: 'key.intervene', group: 'talk' },
  reply: { keys: 'r', label: 'key.reply', group: 'talk' },
  note: { keys: 'n', label: 'key.note', group: 'talk' },
  guide: { keys: 'g', label: 'key.guide', group: 'talk' },
  answer: { keys: 'q', label: 'key.answer', group: 'talk' },
  canned: { keys: 'c', label: 'key.canned', group: 'talk' },
  template: { keys: 'h', label: 'key.template', group: 'talk' },
  quote: { keys: 'v', label: 'key.quote', group: 'talk' },
  retry: { keys: 'z', label: 'key.retry', group: 'talk' },
  owner: { keys: 'a', label: 'key.owner', group: 'talk' },
  bot: { keys: 'b', label: 'sendBot.title', group: 'talk' },
  resolve: { keys: 'e', label: 'key.resolve', group: 'talk' },
  tags: { keys: 't', label: 'key.tags', group: 'talk' },
  status: { keys: 's', label: 'key.status', group: 'talk' },
  priority: { keys: 'p', label: 'key.priority', group: 'talk' },
  attach: { keys: 'u', label: 'key.attach', group: 'talk' },
  details: { keys: 'd', label: 'key.details', group: 'talk' },
  signals: { keys: ';', label: 'key.signals', group: 'talk' },
  mentions: { keys: 'm', label: 'key.mentions', group: 'move' },
  palette: { keys: 'mod+k', label: 'key.palette', group: 'all' },
  shortcuts: { keys: '?', label: 'key.shortcuts', group: 'all' },
}

export interface Pressed {
  readonly key: string
  readonly metaKey: boolean
  readonly ctrlKey: boolean
  readonly altKey: boolean
  readonly isComposing?: boolean
}

const plain = new Map<string, ActionId>(
  actionIds.filter(id => !keyMap[id].keys.includes('+')).map(id => [keyMap[id].keys, id]),
)

/** The action of a key press. While a field has the focus, only keys with `mod` act. */
export function actionFor(pressed: Pressed, inField: boolean): ActionId | null {
  if (pressed.isComposing || pressed.altKey) return null
  const key = pressed.key.toLowerCase()
  if (pressed.metaKey || pressed.ctrlKey) return key === 'k' ? 'palette' : key === 'f' ? 'find' : null
  return inField ? null : (plain.get(key) ?? null)
}

/** Where typing is text, not a command. */
export function isField(target: unknown): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)
}
