// A draft may be half done or come from a file: whatever fits a block’s fields is kept, the rest is left out, so
// that the builder can show it. What is wrong with it is `parseFlow`’s to say.
import type { Block, BlockKind, Flow, Trigger } from '@baton/core'

type Shape = 'text' | 'number' | 'flag' | 'any' | 'texts' | 'values' | Fields | readonly [Fields]
interface Fields {
  readonly [key: string]: Shape
}

const named = { label: 'text', next: 'text' } as const

const fieldsOfKind: Readonly<Record<BlockKind, Fields>> = {
  message: {
    ...named,
    parts: [
      {
        kind: 'text',
        text: 'text',
        mediaId: 'text',
        mimeType: 'text',
        name: 'text',
        sizeBytes: 'number',
        caption: 'text',
        latitude: 'number',
        longitude: 'number',
      },
    ],
    closing: 'flag',
  },
  choices: {
    ...named,
    text: 'text',
    options: [{ id: 'text', label: 'text', synonyms: 'texts', next: 'text' }],
    variable: 'text',
    retryText: 'text',
    otherwise: 'text',
    closing: 'flag',
  },
  question: {
    ...named,
    text: 'text',
    variable: 'text',
    check: { kind: 'text', min: 'number', max: 'number', whole: 'flag', values: 'texts', pattern: 'text' },
    retryText: 'text',
    attempts: 'number',
    otherwise: 'text',
  },
  condition: {
    ...named,
    rules: [{ variable: 'text', is: 'text', value: 'any', go: 'text' }],
    otherwise: 'text',
  },
  set: { ...named, assign: 'values' },
  wait: { ...named, forMs: 'number' },
  handoff: { label: 'text', reason: 'text', text: 'text', summary: 'text', priority: 'text' },
  end: { label: 'text', text: 'text' },
  tag: { ...named, add: 'texts', remove: 'texts' },
  priority: { ...named, priority: 'text' },
  status: { ...named, status: 'text' },
  queue: { ...named, team: 'text' },
  feedback: {
    ...named,
    text: 'text',
    labels: 'texts',
    retryText: 'text',
    commentText: 'text',
    variable: 'text',
    otherwise: 'text',
  },
  request: {
    ...named,
    method: 'text',
    url: 'text',
    headers: [{ name: 'text', value: 'text', secret: 'any' }],
    body: 'any',
    save: [{ variable: 'text', path: 'text' }],
    sideEffect: 'flag',
    timeoutMs: 'number',
    otherwise: 'text',
  },
  ai: {
    ...named,
    prompt: 'text',
    bot: 'text',
    model: { baseUrl: 'text', name: 'text', apiKey: 'any' },
    variable: 'text',
    handoff: 'flag',
    timeoutMs: 'number',
    otherwise: 'text',
  },
  ask_team: { ...named, question: 'text', variable: 'text', withinMs: 'number', otherwise: 'text' },
}

type Loose = { readonly [key: string]: unknown }

function isLoose(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const isValue = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value)

function shaped(shape: Shape, value: unknown): unknown {
  if (shape === 'any') return value
  if (shape === 'text') return typeof value === 'string' ? value : undefined
  if (shape === 'number') return typeof value === 'number' ? value : undefined
  if (shape === 'flag') return typeof value === 'boolean' ? value : undefined
  if (shape === 'texts')
    return Array.isArray(value) ? value.filter(item => typeof item === 'string') : undefined
  if (shape === 'values')
    return isLoose(value)
      ? Object.fromEntries(Object.entries(value).filter(([, held]) => isValue(held)))
      : undefined
  if (isList(shape))
    return Array.isArray(value) ? value.filter(isLoose).map(item => shaped(shape[0], item)) : undefined
  if (!isLoose(value)) return undefined
  const kept = Object.entries(shape).map(([key, inner]) => [key, shaped(inner, value[key])] as const)
  return Object.fromEntries(kept.filter(([, held]) => held !== undefined))
}

function isList(shape: Fields | readonly [Fields]): shape is readonly [Fields] {
  return Array.isArray(shape)
}

/** What a new block of the kind holds; also what a block out of a file must hold to be shown. */
export const emptyBlocks: { readonly [kind in BlockKind]: Extract<Block, { kind: kind }> } = {
  message: { kind: 'message', parts: [{ kind: 'text', text: '' }] },
  choices: { kind: 'choices', text: '', options: [{ id: 'option_1', label: '' }] },
  question: { kind: 'question', text: '', variable: '', check: { kind: 'text' }, retryText: '' },
  condition: { kind: 'condition', rules: [{ variable: '', is: 'set', go: '' }], otherwise: '' },
  set: { kind: 'set', assign: {} },
  wait: { kind: 'wait', forMs: 60_000 },
  handoff: { kind: 'handoff', reason: '' },
  end: { kind: 'end' },
  tag: { kind: 'tag', add: [], remove: [] },
  priority: { kind: 'priority', priority: 'high' },
  status: { kind: 'status', status: '' },
  queue: { kind: 'queue', team: '' },
  feedback: { kind: 'feedback', text: '' },
  request: { kind: 'request', method: 'GET', url: '', headers: [], save: [], otherwise: '' },
  ai: { kind: 'ai', prompt: '', otherwise: '' },
  ask_team: { kind: 'ask_team', question: '', variable: '', withinMs: 600_000, otherwise: '' },
}

function isKind(kind: unknown): kind is BlockKind {
  return typeof kind === 'string' && Object.hasOwn(fieldsOfKind, kind)
}

function readBlock(json: unknown): Block | null {
  if (!isLoose(json) || !isKind(json.kind)) return null
  const parts = typeof json.text === 'string' ? { parts: [{ kind: 'text', text: json.text }] } : {}
  const given = json.kind === 'message' ? { ...parts, ...json } : json
  const fields = shaped(fieldsOfKind[json.kind], given)
  return { ...emptyBlocks[json.kind], ...(isLoose(fields) ? fields : {}) } as Block
}

const triggerFields = { phrases: 'texts', alone: 'flag', go: 'text', withdraw: 'flag' } as const

function readTrigger(json: unknown): Trigger {
  const fields = shaped(triggerFields, json)
  return { phrases: [], ...(isLoose(fields) ? fields : {}) }
}

/** The flow as far as it can be shown. */
export function readFlow(json: unknown, name: string): Flow {
  const given = isLoose(json) ? json : {}
  const blocks = Object.entries(isLoose(given.blocks) ? given.blocks : {}).flatMap(([id, block]) => {
    const read = readBlock(block)
    return read === null ? [] : [[id, read] as const]
  })
  return {
    name: typeof given.name === 'string' && given.name.trim() !== '' ? given.name : name,
    start: typeof given.start === 'string' ? given.start : (blocks[0]?.[0] ?? ''),
    triggers: Array.isArray(given.triggers) ? given.triggers.filter(isLoose).map(readTrigger) : [],
    variables: (shaped('values', given.variables) ?? {}) as Flow['variables'],
    blocks: Object.fromEntries(blocks),
  }
}
