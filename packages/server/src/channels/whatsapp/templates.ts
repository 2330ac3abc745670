// The templates of an account as Baton shows and fills them: variables are numbered through header and body, and
// `places` says where each of them goes, since Meta wants them back by component.
import type { Template, TemplateStatus } from '../../app/channel-port.ts'
import type { Raw } from './reading.ts'
import { record, records, text } from './reading.ts'

const statuses: Readonly<Record<string, TemplateStatus>> = {
  APPROVED: 'approved',
  REINSTATED: 'approved',
  PENDING: 'pending',
  IN_APPEAL: 'pending',
  REJECTED: 'rejected',
  PAUSED: 'paused',
  FLAGGED: 'paused',
  DISABLED: 'disabled',
  PENDING_DELETION: 'disabled',
  DELETED: 'disabled',
  ARCHIVED: 'disabled',
  LIMIT_EXCEEDED: 'disabled',
}

export function templateStatusOf(event: string | null): TemplateStatus | null {
  return statuses[event?.toUpperCase() ?? ''] ?? null
}

const variable = /\{\{\s*([A-Za-z0-9_]+)\s*\}\}/g

interface Filled {
  readonly text: string | null
  /** The names in it, each once, in their order. */
  readonly names: readonly string[]
}

/** Renumbers: what stands first is {{first}}. */
function renumbered(written: string | null, first: number): Filled {
  if (written === null) return { text: null, names: [] }
  const names = [...new Set([...written.matchAll(variable)].map(match => match[1] ?? ''))]
  // Numbers count as such, whatever order they stand in.
  if (names.every(name => /^\d+$/.test(name))) names.sort((one, other) => Number(one) - Number(other))
  const shown = written.replace(variable, (_whole, name: string) => `{{${first + names.indexOf(name)}}}`)
  return { text: shown, names }
}

function bodyExamples(body: Raw, isNamed: boolean): readonly string[] {
  const example = record(body.example)
  if (isNamed) return records(example.body_text_named_params).map(one => text(one.example) ?? '')
  const rows = Array.isArray(example.body_text) ? example.body_text : []
  const row: unknown = rows[0]
  return Array.isArray(row) ? row.map(one => text(one) ?? '') : []
}

function headerExample(header: Raw, isNamed: boolean): string {
  const example = record(header.example)
  if (isNamed) return text(records(example.header_text_named_params)[0]?.example) ?? ''
  const list: readonly unknown[] = Array.isArray(example.header_text) ? example.header_text : []
  return text(list[0]) ?? ''
}

interface Place {
  readonly place: string
  readonly example: string
}

function headerPlaces(header: Raw, names: readonly string[], isNamed: boolean): readonly Place[] {
  const format = text(header.format)?.toLowerCase() ?? 'text'
  if (format === 'image' || format === 'video' || format === 'document')
    return [{ place: `header_${format}`, example: '' }]
  const example = headerExample(header, isNamed)
  return names.map(name => ({ place: isNamed ? `header:${name}` : 'header', example }))
}

/** Buttons whose address ends in a variable, by their place. */
function buttonPlaces(buttons: readonly Raw[]): readonly Place[] {
  return buttons.flatMap((button, index) => {
    if (!(text(button.url) ?? '').includes('{{')) return []
    const examples: readonly unknown[] = Array.isArray(button.example) ? button.example : []
    return [{ place: `button:${index}`, example: text(examples[0]) ?? '' }]
  })
}

export function readTemplate(raw: Raw): Template | null {
  const [name, locale] = [text(raw.name), text(raw.language)]
  if (name === null || locale === null) return null
  const component = (type: string) =>
    records(raw.components).find(one => text(one.type)?.toUpperCase() === type) ?? {}
  const [head, body] = [component('HEADER'), component('BODY')]
  const buttons = records(component('BUTTONS').buttons)
  const isNamed = text(raw.parameter_format)?.toUpperCase() === 'NAMED'
  const first = renumbered(text(head.text), 1)
  const ofHeader = headerPlaces(head, first.names, isNamed)
  const main = renumbered(text(body.text), ofHeader.length + 1)
  const told = bodyExamples(body, isNamed)
  const ofBody = main.names.map((one, n) => ({
    place: isNamed ? `body:${one}` : 'body',
    example: told[n] ?? '',
  }))
  const places = [...ofHeader, ...ofBody, ...buttonPlaces(buttons)]
  const reason = text(raw.rejected_reason)
  return {
    name,
    locale,
    category: (text(raw.category) ?? 'utility').toLowerCase(),
    status: templateStatusOf(text(raw.status)) ?? 'disabled',
    reason: reason === null || reason === 'NONE' ? null : reason,
    header: first.text,
    body: main.text ?? '',
    footer: text(component('FOOTER').text),
    buttons: buttons.map(button => text(button.text) ?? ''),
    variables: places.length,
    examples: places.map(({ example }) => example),
    places: places.map(({ place }) => place),
  }
}

type Parameter = Readonly<Record<string, unknown>>

function parameterOf(place: string, value: string): Parameter {
  const [where = '', name] = place.split(':')
  const media = /^header_(image|video|document)$/.exec(where)?.[1]
  if (media !== undefined) return { type: media, [media]: { link: value } }
  const isNamed = name !== undefined && where !== 'button'
  return { type: 'text', ...(isNamed ? { parameter_name: name } : {}), text: value }
}

/** Without places, all are the body's. */
export function componentsOf(
  variables: readonly string[],
  places: readonly string[] | undefined,
): readonly Raw[] {
  const placed = variables.map((value, n) => ({ place: places?.[n] ?? 'body', value }))
  const of = (part: string) =>
    placed
      .filter(({ place }) => place === part || place.startsWith(`${part}:`) || place.startsWith(`${part}_`))
      .map(({ place, value }) => parameterOf(place, value))
  const buttons = placed
    .filter(({ place }) => place.startsWith('button:'))
    .map(({ place, value }) => ({
      type: 'button',
      sub_type: 'url',
      index: Number(place.slice('button:'.length)),
      parameters: [{ type: 'text', text: value }],
    }))
  const [header, body] = [of('header'), of('body')]
  return [
    ...(header.length > 0 ? [{ type: 'header', parameters: header }] : []),
    ...(body.length > 0 ? [{ type: 'body', parameters: body }] : []),
    ...buttons,
  ]
}
