// Whether the local Graph server takes a message: window, pair rate, lengths and templates, with Meta's codes.
import type { GraphCustomer, GraphTemplate, GraphWorld } from './graph-world.ts'
import { isWindowOpen, pairKey } from './graph-world.ts'

type Raw = Readonly<Record<string, unknown>>
const record = (value: unknown): Raw => (typeof value === 'object' && value !== null ? (value as Raw) : {})
const list = (value: unknown): readonly Raw[] => (Array.isArray(value) ? value.map(record) : [])
const str = (value: unknown): string => (typeof value === 'string' ? value : '')

export interface GraphError {
  readonly status: number
  readonly code: number
  readonly message: string
}

const error = (code: number, message: string, status = 400): GraphError => ({ status, code, message })

/** One each six seconds, forty-five at once. */
export function createPairRate(world: GraphWorld) {
  const everyMs = 6_000
  const burst = 45
  const debts = new Map<string, { owed: number; at: number }>()
  return (phoneNumberId: string, customer: GraphCustomer): boolean => {
    const key = pairKey(phoneNumberId, customer)
    const now = world.now()
    const before = debts.get(key) ?? { owed: 0, at: now }
    const owed = Math.max(0, before.owed - (now - before.at) / everyMs)
    if (owed + 1 > burst) return false
    debts.set(key, { owed: owed + 1, at: now })
    return true
  }
}

function wrongButtons(interactive: Raw): GraphError | null {
  const buttons = list(record(interactive.action).buttons)
  const titles = buttons.map(({ reply }) => str(record(reply).title))
  if (buttons.length < 1 || buttons.length > 3) return error(131009, 'Invalid buttons count. Min: 1, Max: 3')
  if (titles.some(title => title === '' || title.length > 20))
    return error(131009, 'Button title length invalid')
  if (new Set(titles).size < titles.length) return error(131009, 'Button titles must be unique')
  return str(record(interactive.body).text).length > 1_024 ? error(131009, 'Body text too long') : null
}

function wrongList(interactive: Raw): GraphError | null {
  const { button, sections } = record(interactive.action)
  const rows = list(sections).flatMap(section => list(section.rows))
  if (rows.length < 1 || rows.length > 10)
    return error(131009, 'Total row count exceed max allowed count: 10')
  if (str(button) === '' || str(button).length > 20) return error(131009, 'Button text length invalid')
  const isLong = rows.some(row => str(row.title).length > 24 || str(row.description).length > 72)
  return isLong ? error(131009, 'Row title or description too long') : null
}

export function templateOf(world: GraphWorld, sent: Raw): GraphTemplate | null {
  const code = str(record(sent.language).code)
  return world.templates.find(({ name, language }) => name === sent.name && language === code) ?? null
}

const placeholders = (text: string) =>
  new Set([...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(match => match[1])).size

function wrongTemplate(world: GraphWorld, sent: Raw): GraphError | null {
  const template = templateOf(world, sent)
  if (!template) return error(132001, 'Template name does not exist in the translation', 404)
  if (template.status === 'PAUSED') return error(132015, 'Template is paused')
  if (template.status !== 'APPROVED') return error(132001, 'Template is not approved', 404)
  for (const { type, text } of template.components) {
    if (type !== 'HEADER' && type !== 'BODY') continue
    const given = list(sent.components).find(one => one.type === str(type).toLowerCase())
    if (list(given?.parameters).length !== placeholders(str(text)))
      return error(132000, 'Number of parameters does not match the expected number of params')
  }
  return null
}

function wrongContent(world: GraphWorld, body: Raw): GraphError | null {
  const type = str(body.type)
  const content = record(body[type])
  if (type === 'text') {
    const length = str(content.body).length
    return length < 1 || length > 4_096
      ? error(100, "Param text['body'] must be at most 4096 characters long")
      : null
  }
  if (type === 'interactive') return content.type === 'button' ? wrongButtons(content) : wrongList(content)
  if (type === 'template') return wrongTemplate(world, content)
  if (['image', 'video', 'audio', 'document', 'sticker'].includes(type)) {
    if (!world.files.has(str(content.id))) return error(131053, 'Media upload error: no such media')
    return str(content.caption).length > 1_024 ? error(100, 'Caption too long') : null
  }
  return null
}

/** Null: it is taken. */
export function refusalOf(
  world: GraphWorld,
  phoneNumberId: string,
  customer: GraphCustomer,
  body: Raw,
  mayNow: (phoneNumberId: string, customer: GraphCustomer) => boolean,
): GraphError | null {
  if (body.messaging_product !== 'whatsapp') return error(100, '(#100) messaging_product is required')
  if (str(body.biz_opaque_callback_data).length > 512) return error(100, 'biz_opaque_callback_data too long')
  const wrong = wrongContent(world, body)
  if (wrong) return wrong
  if (body.type !== 'template' && !isWindowOpen(world, phoneNumberId, customer))
    return error(131047, 'More than 24 hours have passed since the recipient last replied')
  return mayNow(phoneNumberId, customer)
    ? null
    : error(131056, '(Business Account, Consumer Account) pair rate limit hit')
}

/** Meta's sizes, by the type that was told. */
export function isTooLarge(mimeType: string, sizeBytes: number): boolean {
  const mb = 1_024 * 1_024
  if (/^image\/(?:jpeg|png)$/.test(mimeType)) return sizeBytes > 5 * mb
  if (/^(?:audio|video)\//.test(mimeType)) return sizeBytes > 16 * mb
  return sizeBytes > 100 * mb
}

/** All that the customer reads of it, one a line. */
export function seenText(world: GraphWorld, body: Raw): string {
  const type = str(body.type)
  const content = record(body[type])
  if (type === 'text') return str(content.body)
  if (type === 'interactive') {
    const action = record(content.action)
    const buttons = list(action.buttons).map(({ reply }) => str(record(reply).title))
    const rows = list(action.sections).flatMap(section => list(section.rows).map(row => str(row.title)))
    return [str(record(content.body).text), ...buttons, ...rows].join('\n')
  }
  if (type === 'template') {
    const template = templateOf(world, content)
    const lines = (template?.components ?? []).map(({ type: part, text }) => {
      const given = list(content.components).find(one => one.type === str(part).toLowerCase())
      const values = list(given?.parameters).map(one => str(one.text))
      let n = 0
      return str(text).replace(/\{\{\s*\w+\s*\}\}/g, () => values[n++] ?? '')
    })
    return lines.filter(line => line !== '').join('\n')
  }
  if (type === 'location') return [str(content.name), str(content.address)].filter(Boolean).join('\n')
  if (type === 'contacts')
    return list(body.contacts)
      .map(one => str(record(one.name).formatted_name))
      .join('\n')
  return str(content.caption)
}
